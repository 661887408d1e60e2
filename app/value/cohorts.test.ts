import { expect, test } from "vitest";
import { BEFORE_PAUSE, insertShopOf, newOrders } from "../../tests/paused-shop.ts";
import { madeOrders } from "../../tests/sold-orders.ts";
import { ownDatabase } from "../../tests/test-database.ts";
import { NOW } from "../../tests/value-shop.ts";
import type { CohortTable } from "./cohort-table.ts";
import { cohorts } from "./cohorts.server.ts";

ownDatabase();

test("cohorts hold every customer: those of the latest months a row each, those before them in one", async () => {
  const orders = madeOrders({ customers: 400, days: 1_200, until: "2026-06-30", seed: 9 });
  const shopId = await insertShopOf(orders);
  const { cohorts: rows, older, after, curve } = await cohorts(shopId, { now: NOW });
  const whole = await cohorts(shopId, { months: 60, now: NOW });
  expect(whole.older).toBeNull();
  expect(after).toBeNull();
  expect(rows).toHaveLength(24);
  expect(rows).toEqual(whole.cohorts.slice(-24));
  expect(older?.before).toBe(rows[0]?.month);
  expect(rows.reduce((sum, { customers }) => sum + customers, 0) + (older?.customers ?? 0)).toBe(
    new Set(orders.map(({ customer }) => customer)).size,
  );
  // Every one of the older has been through the first 24 months, and what they did in them is the sum of their months.
  const own = whole.cohorts.slice(0, -24);
  expect(older?.cells).toHaveLength(24);
  for (const { age, customers, retention, cumulativePerCustomer } of older?.cells ?? []) {
    expect(customers).toBe(older?.customers);
    expect(retention * customers).toBeCloseTo(
      own.reduce((sum, { cells }) => sum + (cells[age]?.active ?? 0), 0),
      9,
    );
    expect(cumulativePerCustomer.profit * customers).toBeCloseTo(
      own.flatMap(({ cells }) => cells.slice(0, age + 1)).reduce((sum, { value }) => sum + value.profit, 0),
      3,
    );
  }
  // "All cohorts" are all of them.
  expect(curve).toEqual(whole.curve.slice(0, 24));
  expect(curve[0]?.customers).toBeGreaterThan(rows.reduce((sum, { customers }) => sum + customers, 0));
});

test("cohorts of before a long pause are kept, and nobody is said to have stayed away while the shop did not sell", async () => {
  const old = await insertShopOf(BEFORE_PAUSE);
  const shopId = await insertShopOf([...BEFORE_PAUSE, ...newOrders(40, "2026-05-02T09:00:00.000Z")]);
  const before = await cohorts(old, { now: NOW });
  const later = await cohorts(shopId, { now: NOW });
  expect(later.cohorts.map(({ month, customers }) => ({ month, customers }))).toEqual([{ month: "2026-05", customers: 40 }]);
  expect(later.older).toMatchObject({ before: "2024-07", customers: 100 });
  // The month in which it stopped selling is no whole one.
  const months = before.cohorts.length;
  expect(later.older?.cells).toHaveLength(months - 1);
  const shares = ({ curve }: CohortTable) => curve.slice(2).map(({ age, customers, retention }) => ({ age, customers, retention }));
  expect(shares(later)).toEqual(shares(before));

  // So few that the shop is still shown as of before the pause: they are in no row, and that is said.
  const few = await insertShopOf([...BEFORE_PAUSE, ...newOrders(12)]);
  const { after, ...table } = await cohorts(few, { now: NOW });
  expect(after).toEqual({ month: "2024-03", customers: 12 });
  expect(table.cohorts).toEqual(before.cohorts);
  expect(BEFORE_PAUSE.reduce((sum, { subtotal }) => sum + subtotal, 0)).toBe(
    table.cohorts.flatMap(({ cells }) => cells).reduce((sum, { value }) => sum + value.gross, 0),
  );
});
