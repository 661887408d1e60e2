import { expect, test } from "vitest";
import { madeOrders, sellOrders } from "../../tests/sold-orders.ts";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { inShop } from "../database/pool.server.ts";
import { assumedCostShare } from "./assumed-cost-share.server.ts";
import { rebuildValues } from "./rebuild-values.server.ts";

ownDatabase();

test("of the cost of all orders it is known how much is assumed; before the first order nothing is known", async () => {
  const shopId = await insertShop();
  expect(await assumedCostShare(shopId)).toBeNull();
  await sellOrders(shopId, madeOrders({ customers: 5, days: 50, until: "2026-06-30" }));
  await rebuildValues(shopId);
  await inShop(shopId, (db) => db.run("update order_values set cost = 200, assumed_cost = 50 where shop_id = $1", [shopId]));
  expect(await assumedCostShare(shopId)).toBe(0.25);
  await inShop(shopId, (db) => db.run("update order_values set cost = 0, assumed_cost = 0 where shop_id = $1", [shopId]));
  expect(await assumedCostShare(shopId)).toBe(0);
});
