import { expect, test } from "vitest";
import { BEFORE_PAUSE, insertShopOf, newOrders, RESUMED, sellMore } from "../../tests/paused-shop.ts";
import type { Sold } from "../../tests/sold-orders.ts";
import { ownDatabase } from "../../tests/test-database.ts";
import { insertSellingShop, NOW } from "../../tests/value-shop.ts";
import { YEAR_DAYS } from "./lifespan.ts";
import { storeValue } from "./store-value.server.ts";
import { valueOverview } from "./value-overview.server.ts";

ownDatabase();
const DAY_MS = 86_400_000;

test("after a long pause the five steps are over the orders since then alone, and say so; until those span 90 days there is no figure", async () => {
  // One of them was a customer before the pause, which counts from coming back.
  const known = (sold: Sold): Sold => (sold.customer === 900 ? { ...sold, customer: 5 } : sold);
  const shopId = await insertShopOf([...BEFORE_PAUSE, ...newOrders(40).map(known)]);
  const all = await storeValue(shopId);
  expect(all.customers).toBe(139);
  expect(all.fiveSteps).toMatchObject({ clv: null, span: { from: RESUMED, to: "2026-06-30T00:00:00.000Z" } });
  // A year that ends now holds the same orders.
  const year = await storeValue(shopId, { from: new Date(NOW.getTime() - 365 * DAY_MS).toISOString() });
  expect(year.fiveSteps).toEqual(all.fiveSteps);

  // The new customers come back after 100 days: each two orders of 500 in 100 days, so 1,000 x 365.2425 / 101.6 a year for 100 days.
  const back = newOrders(40, new Date(Date.parse(RESUMED) + 100 * DAY_MS).toISOString()).map((sold) =>
    known({ ...sold, id: sold.id + 1_000 }),
  );
  await sellMore(shopId, back);
  const { fiveSteps } = await storeValue(shopId);
  const days = 100 + 39 / 24;
  expect(fiveSteps.lifespanDays).toBeCloseTo(100, 9);
  expect(fiveSteps.customerValue).toBeCloseTo((1_000 * YEAR_DAYS) / days, 6);
  expect(fiveSteps.clv).toBeCloseTo(((1_000 * YEAR_DAYS) / days) * (100 / YEAR_DAYS), 6);
  expect(fiveSteps.span?.from).toBe(RESUMED);
});

test("a few orders after a long pause are in none of the five steps, and the days that count are said", async () => {
  const [before, shopId] = [await insertShopOf(BEFORE_PAUSE), await insertShopOf([...BEFORE_PAUSE, ...newOrders(29)])];
  const [alone, with29] = [(await storeValue(before)).fiveSteps, (await storeValue(shopId)).fiveSteps];
  expect(alone.span).toBeNull();
  expect(alone.clv).toBeGreaterThan(0);
  expect(with29).toMatchObject({ clv: alone.clv, lifespanDays: alone.lifespanDays, customerValue: alone.customerValue });
  expect(with29.span).toMatchObject({
    from: BEFORE_PAUSE.map(({ at }) => at).toSorted()[0],
    to: BEFORE_PAUSE.map(({ at }) => at)
      .toSorted()
      .at(-1),
  });
});

test("a year of a store that is younger counts from its first order, as all time does", async () => {
  const shopId = await insertSellingShop({ customers: 60, days: 120, until: "2026-06-30", seed: 8 });
  const all = (await storeValue(shopId)).fiveSteps;
  const year = (await storeValue(shopId, { from: "2025-06-30T12:00:00.000Z" })).fiveSteps;
  expect(all.clv).toBeGreaterThan(0);
  expect(year).toEqual(all);
  const young = await insertSellingShop({ customers: 60, days: 60, until: "2026-06-30", seed: 8 });
  expect((await storeValue(young, { from: "2025-06-30T12:00:00.000Z" })).fiveSteps.clv).toBeNull();
});

test("the Value page has one average lifespan, the period's, and the five steps are made of it", async () => {
  const shopId = await insertSellingShop({ customers: 200, days: 900, until: "2026-06-30", seed: 3 });
  const period = { from: "2025-07-01T00:00:00.000Z", to: NOW.toISOString() };
  const { lifespan, fiveSteps } = await valueOverview(shopId, period);
  expect(lifespan.simpleDays).toBe((await storeValue(shopId, period)).meanLifespanDays);
  expect(fiveSteps.lifespanDays).toBe(lifespan.simpleDays);
  expect((await valueOverview(shopId)).lifespan.simpleDays).toBeGreaterThan(lifespan.simpleDays ?? Infinity);
  expect((await valueOverview(shopId, { from: "2030-01-01T00:00:00.000Z" })).lifespan.simpleDays).toBeNull();
});
