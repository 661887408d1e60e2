import fc from "fast-check";
import { expect, test } from "vitest";
import { insertOrder } from "../../tests/ledger-orders.ts";
import { type Sold, sellOrders } from "../../tests/sold-orders.ts";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { pool } from "../database/pool.server.ts";
import { customerOrders } from "./customer-orders.server.ts";
import { customerValue } from "./list-customers.server.ts";
import { rebuildValues } from "./rebuild-values.server.ts";
import { refundedRevenue, refundedRevenueSql } from "./refunded-revenue.ts";

ownDatabase();

test("of money given back goods' part counts: all of it, the units that went back, or goods' share of the total", () => {
  // goods 100, tax 20, shipping 5
  const sold = { revenue: 10_000, total: 12_500, gone: 0 };
  expect(refundedRevenue({ ...sold, refunded: 12_500 })).toBe(10_000);
  expect(refundedRevenue({ ...sold, refunded: 6_000, gone: 5_000 })).toBe(5_000);
  expect(refundedRevenue({ ...sold, refunded: 3_000 })).toBe(2_400);
  // a unit taken off an order that nobody paid back yet
  expect(refundedRevenue({ ...sold, refunded: 0, gone: 5_000 })).toBe(0);
  // a gift card alone
  expect(refundedRevenue({ revenue: 0, total: 2_500, refunded: 2_500, gone: 0 })).toBe(0);
});

test("never more than the revenue nor than was given back, and the database says the same to the minor unit", async () => {
  const amount = fc.integer({ min: 0, max: 300_000_000 });
  const orders = fc
    .sample(fc.record({ revenue: amount, extras: amount, refunded: amount, gone: amount }), 500)
    .map(({ extras, ...order }) => ({
      ...order,
      total: order.revenue + extras,
    }));
  const sql = refundedRevenueSql({ revenue: "revenue", total: "total", refunded: "refunded", gone: "gone" });
  const { rows } = await pool().query<{ taken: number }>(
    `select (${sql})::float8 as taken from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) with ordinality o (revenue, total, refunded, gone, place) order by place`,
    (["revenue", "total", "refunded", "gone"] as const).map((name) => orders.map((order) => order[name])),
  );
  expect(rows.map(({ taken }) => taken)).toEqual(orders.map(refundedRevenue));
  for (const [at, order] of orders.entries()) expect(rows[at]?.taken).toBeLessThanOrEqual(Math.min(order.revenue, order.refunded));
});

test("an order given back whole leaves its fees as loss, not the tax and shipping that revenue never held", async () => {
  const shopId = await insertShop();
  await pool().query("update shops set payment_fee_bp = 200, payment_fee_fixed = 30 where id = $1", [shopId]);
  const sold = (id: number, more: Partial<Sold>): Sold => ({
    id,
    customer: id,
    at: "2026-05-01T10:00:00Z",
    subtotal: 10_000,
    extras: 2_500,
    cost: 4_000,
    ...more,
  });
  await sellOrders(shopId, [
    sold(1, { refunded: 12_500, kept: false }),
    sold(2, { refunded: 3_000 }),
    sold(3, { refunded: 12_500, giftCard: true, kept: false }),
  ]);
  await rebuildValues(shopId);
  expect(await customerValue(shopId, "1")).toMatchObject({ revenue: 10_000, refunded: 10_000, cost: 0, fees: 30, profit: -30 });
  // kept money bears the fee: 2 % of 9,500 and 30
  expect(await customerValue(shopId, "2")).toMatchObject({ refunded: 2_400, profit: 10_000 - 2_400 - 4_000 - 220 });
  expect(await customerValue(shopId, "3")).toMatchObject({ revenue: 0, refunded: 0, fees: 0, profit: 0 });
  expect((await customerOrders(shopId, "1")).orders[0]).toMatchObject({ revenue: 10_000, refunded: 10_000, profit: -30 });
});

test("of an order with two lines the one that went back is taken, whatever came back beside it", async () => {
  const shopId = await insertShop();
  const line = { productId: 1, variantId: 1, unitPrice: 5_000, unitCost: 1_000 };
  await insertOrder(shopId, 1, [line, { ...line, current: 0 }], { customerId: 7, refunded: 6_000, extras: 2_500 });
  await rebuildValues(shopId);
  expect(await customerValue(shopId, "7")).toMatchObject({ revenue: 10_000, refunded: 5_000, cost: 1_000 });
});
