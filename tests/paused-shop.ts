import { rebuildValues } from "../app/value/rebuild-values.server.ts";
import { madeOrders, type Sold, sellOrders } from "./sold-orders.ts";
import { insertShop } from "./test-database.ts";

/** Three hundred days of 100 customers, until March 2024. */
export const BEFORE_PAUSE = madeOrders({ customers: 100, days: 300, until: "2024-03-10", seed: 2 });
/** When a shop that paused for two years sells again. */
export const RESUMED = "2026-06-28T09:00:00.000Z";

/** First orders of so many new customers, one an hour. */
export const newOrders = (count: number, from = RESUMED): Sold[] =>
  Array.from({ length: count }, (_, at) => ({
    id: 70_000 + at,
    customer: 900 + at,
    at: new Date(Date.parse(from) + at * 3_600_000).toISOString(),
    subtotal: 500,
    cost: 100,
  }));

/** A shop with these orders and the values of them; nothing is fitted yet. */
export async function insertShopOf(orders: readonly Sold[]): Promise<number> {
  const shopId = await insertShop();
  await sellMore(shopId, orders);
  return shopId;
}

export async function sellMore(shopId: number, orders: readonly Sold[]): Promise<void> {
  await sellOrders(shopId, orders);
  await rebuildValues(shopId);
}
