import { expect, test } from "vitest";
import { type Sold, sellOrders } from "../../tests/sold-orders.ts";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { pool } from "../database/pool.server.ts";
import { profitMakersAndLosers } from "./profit-makers.server.ts";
import { rebuildValues } from "./rebuild-values.server.ts";

ownDatabase();

test("profit and loss makers: the sums are the store's, and each loss has its reason", async () => {
  const own = await insertShop();
  const sold = (id: number, more: Partial<Sold>): Sold => ({
    id,
    customer: id,
    at: "2026-05-01T10:00:00Z",
    subtotal: 10_000,
    cost: 4_000,
    ...more,
  });
  await sellOrders(own, [
    ...Array.from({ length: 40 }, (_, k) => sold(k + 1, {})),
    sold(101, { refunded: 10_000 }),
    sold(102, { subtotal: 2_000, discount: 8_000 }),
    sold(103, { cost: 12_000 }),
  ]);
  await rebuildValues(own);
  const { makers, losers, profitable, losing, byReason } = await profitMakersAndLosers(own);
  expect(makers).toHaveLength(10);
  expect(makers.every((row) => row.profit === 6_000 && row.reason === null)).toBe(true);
  expect(losers.map((row) => [row.customerId, row.profit, row.reason])).toEqual([
    ["101", -4_000, "returns"],
    ["102", -2_000, "discounts"],
    ["103", -2_000, "cost"],
  ]);
  expect(profitable).toEqual({ customers: 40, profit: 240_000 });
  expect(losing).toEqual({ customers: 3, profit: -8_000 });
  expect(byReason.reduce((sum, each) => sum + each.profit, 0)).toBe(-8_000);
});

test("who bought nothing but gift cards makes neither profit nor loss, whatever the payment's fee", async () => {
  const own = await insertShop();
  await pool().query("update shops set payment_fee_bp = 290, payment_fee_fixed = 30 where id = $1", [own]);
  const sold = (id: number, more: Partial<Sold>): Sold => ({
    id,
    customer: id,
    at: "2026-05-01T10:00:00Z",
    subtotal: 5_000,
    cost: 2_000,
    ...more,
  });
  await sellOrders(own, [sold(1, {}), sold(2, { giftCard: true, cost: null }), sold(3, { subtotal: 20, cost: 0 })]);
  await rebuildValues(own);
  const { makers, losers, profitable, losing, onlyGiftCards } = await profitMakersAndLosers(own);
  expect(makers.map((row) => row.customerId)).toEqual(["1"]);
  expect(losers.map((row) => [row.customerId, row.profit, row.reason])).toEqual([["3", -11, "fees"]]);
  expect([profitable.customers, losing.customers, onlyGiftCards]).toEqual([1, 1, 1]);
});
