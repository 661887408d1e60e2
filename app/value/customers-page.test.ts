import { beforeAll, expect, test } from "vitest";
import { madeOrders, sellOrders } from "../../tests/sold-orders.ts";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { inShop } from "../database/pool.server.ts";
import { customersPage } from "./customers-page.server.ts";
import { fitValues } from "./fit-values.server.ts";
import { MOST_COUNTED } from "./only-customers.sql.ts";
import { rebuildValues } from "./rebuild-values.server.ts";

const NOW = new Date("2026-06-30T12:00:00Z");
ownDatabase();
let shopId: number;

beforeAll(async () => {
  shopId = await insertShop();
  await sellOrders(shopId, madeOrders({ customers: 300, days: 400, until: "2026-06-30", seed: 5 }));
  await rebuildValues(shopId);
  await fitValues(shopId, { now: NOW });
});

test("those at risk are listed by what there is to lose, with what is expected of them, and nobody of another group", async () => {
  const members = await inShop(shopId, (db) =>
    db.rows<{ id: string; stake: number }>(
      `select s.customer_id as id, s.clv * (1 - s.p_order) as stake from customer_scores s join customer_rfm r using (shop_id, customer_id)
       where s.shop_id = $1 and r.rfm_group = 'at_risk' order by stake desc, s.customer_id`,
      [shopId],
    ),
  );
  expect(members.length).toBeGreaterThan(6);
  const read = (page: number) => customersPage(shopId, { sort: "priority", group: "at_risk", pageSize: 5, page });
  const [first, second] = [await read(1), await read(2)];
  expect([first.total, first.sort]).toEqual([members.length, "priority"]);
  expect([...first.rows, ...second.rows].map(({ customerId }) => customerId)).toEqual(members.slice(0, 10).map(({ id }) => id));
  for (const { forecast, orders } of first.rows) {
    expect(orders).toBeGreaterThan(0);
    expect((forecast?.clv.net ?? 0) * (1 - (forecast?.pOrder ?? 1))).toBeCloseTo(
      members.find(({ id }) => id === forecast?.customerId)?.stake ?? 0,
      4,
    );
  }
});

test("in the order of what they brought, a group's customers have their forecasts too", async () => {
  const { rows, total } = await customersPage(shopId, { sort: "profit", group: "champions", pageSize: 250 });
  expect(rows).toHaveLength(total);
  expect(rows.map(({ profit }) => profit)).toEqual(rows.map(({ profit }) => profit).toSorted((a, b) => b - a));
  expect(rows.every(({ forecast, customerId }) => forecast?.customerId === customerId)).toBe(true);
  const found = await customersPage(shopId, { sort: "clv", ids: [rows[0]?.customerId ?? "", "999999"] });
  expect(found.rows.map(({ customerId }) => customerId)).toEqual([rows[0]?.customerId]);
});

test("a page behind the last one is the first", async () => {
  for (const sort of ["profit", "clv"] as const) {
    const first = await customersPage(shopId, { sort, pageSize: 5 });
    expect(first.rows).toHaveLength(5);
    expect(await customersPage(shopId, { sort, pageSize: 5, page: 9999 })).toEqual(first);
    expect((await customersPage(shopId, { sort, pageSize: 5, page: 2 })).page).toBe(2);
  }
  expect(await customersPage(shopId, { sort: "profit", ids: [], page: 3 })).toMatchObject({ rows: [], page: 1 });
});

test("before the first forecast an order by it falls back to profit, and the columns stay empty", async () => {
  const other = await insertShop();
  await sellOrders(other, madeOrders({ customers: 5, days: 50, until: "2026-06-30" }));
  await rebuildValues(other);
  const { rows, sort } = await customersPage(other, { sort: "priority" });
  expect(sort).toBe("profit");
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.every(({ forecast }) => forecast === null)).toBe(true);
  expect((await customersPage(other, { sort: "profit", group: "at_risk" })).total).toBeLessThanOrEqual(rows.length);
});

test("more customers than are worth counting are said to be more", async () => {
  const many = await insertShop();
  await inShop(many, (db) =>
    db.run(
      `insert into customer_values (shop_id, customer_id, orders, revenue, refunded, discounts, cost, fees, profit, assumed_cost, first_order_at, last_order_at)
       select $1, n, 1, n, 0, 0, 0, 0, n, 0, now(), now() from generate_series(1, ${MOST_COUNTED + 500}) n`,
      [many],
    ),
  );
  const { rows, total, more } = await customersPage(many, { sort: "revenue", pageSize: 3, page: 2 });
  expect([total, more]).toEqual([MOST_COUNTED, true]);
  expect(rows.map(({ revenue }) => revenue)).toEqual([10_497, 10_496, 10_495]);
});
