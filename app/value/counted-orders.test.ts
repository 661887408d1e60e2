import { beforeEach, expect, test } from "vitest";
import { insertOrder, type OrderValues, type SoldLine } from "../../tests/ledger-orders.ts";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { pool } from "../database/pool.server.ts";
import { customerOrders } from "./customer-orders.server.ts";
import { rebuildValues } from "./rebuild-values.server.ts";

ownDatabase();
let shopId: number;

beforeEach(async () => {
  shopId = await insertShop();
  await pool().query("update shops set payment_fee_bp = 200, payment_fee_fixed = 30 where id = $1", [shopId]);
});

const goods: SoldLine = { productId: 1, variantId: 1, unitPrice: 10_000, unitCost: 4_000 };
const giftCard: SoldLine = { productId: 2, variantId: 2, unitPrice: 5_000, giftCard: true };

async function feesOf(lines: readonly SoldLine[], values: OrderValues = {}): Promise<number | undefined> {
  await insertOrder(shopId, 1, lines, { ...values, customerId: 7 });
  await rebuildValues(shopId);
  return (await customerOrders(shopId, "7")).orders[0]?.fees;
}

test("fees are the payment's part of the money kept and its fixed part for an order that was paid", async () => {
  expect(await feesOf([goods], { extras: 2_500 })).toBe(250 + 30);
  expect(await feesOf([goods], { extras: 2_500, refunded: 2_500 })).toBe(200 + 30);
  expect(await feesOf([{ ...goods, discount: 10_000 }])).toBe(0);
});

test("a gift card bears no fee when it is sold: the order that it pays for does, of its whole total", async () => {
  expect(await feesOf([giftCard])).toBe(0);
  expect(await feesOf([giftCard], { extras: 500 })).toBe(0);
  expect(await feesOf([{ ...giftCard, current: 0 }], { refunded: 5_000 })).toBe(0);
  expect(await feesOf([goods, giftCard], { extras: 2_500 })).toBe(250 + 30);
  // the card went back, the goods stayed
  expect(await feesOf([goods, { ...giftCard, current: 0 }], { extras: 2_500, refunded: 5_000 })).toBe(250 + 30);
});
