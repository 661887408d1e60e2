import { expect, test } from "vitest";
import { sellOrders } from "../../tests/sold-orders.ts";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { customerOrders } from "./customer-orders.server.ts";
import { rebuildValues } from "./rebuild-values.server.ts";

ownDatabase();

test("of many orders the latest are given, with how many there are and what all gift cards were sold for", async () => {
  const shopId = await insertShop();
  const sold = (id: number, day: number) => ({ id, customer: 7, at: `2026-05-0${day}T10:00:00Z`, subtotal: 2_500 });
  await sellOrders(shopId, [
    { ...sold(1, 1), giftCard: true },
    sold(2, 2),
    { ...sold(3, 3), giftCard: true },
    { ...sold(4, 4), giftCard: true, cancelled: true },
  ]);
  await rebuildValues(shopId);
  const { orders, total, giftCards } = await customerOrders(shopId, "7", 2);
  expect(orders.map(({ id, counted, revenue, giftCards }) => [id, counted, revenue, giftCards])).toEqual([
    ["4", false, 0, 0],
    ["3", true, 0, 2_500],
  ]);
  expect([total, giftCards]).toEqual([4, 5_000]);
  expect(await customerOrders(shopId, "8")).toEqual({ orders: [], total: 0, giftCards: 0 });
});
