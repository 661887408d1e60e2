import { expect, test } from "vitest";
import { sellOrders } from "../../tests/sold-orders.ts";
import { ownDatabase } from "../../tests/test-database.ts";
import { insertSellingShop, NOW } from "../../tests/value-shop.ts";
import { inShop } from "../database/pool.server.ts";
import { customerForecast } from "./customer-forecast.server.ts";
import { fitValues } from "./fit-values.server.ts";
import { rankedCustomers } from "./ranked-customers.server.ts";
import { updateValues } from "./update-values.server.ts";

ownDatabase();

test("a customer's page knows today's order before the next night", async () => {
  const shopId = await insertSellingShop({ customers: 60, days: 300, until: "2026-06-30", seed: 8 });
  await fitValues(shopId, { now: NOW });
  const before = await customerForecast(shopId, "7");
  await sellOrders(shopId, [{ id: 50_000, customer: 7, at: "2026-07-01T08:00:00Z", subtotal: 9_000 }]);
  await inShop(shopId, (db) => updateValues(db, { orderIds: ["50000"] }));
  const after = await customerForecast(shopId, "7");
  expect(after?.restsOn).toMatchObject({ lastDay: "2026-07-01", orderDays: (before?.restsOn.orderDays ?? 0) + 1, daysSinceLast: 0 });
  expect(after?.pOrder).toBeGreaterThan(before?.pOrder ?? 1);
  const { total } = await rankedCustomers(shopId);
  await inShop(shopId, async (db) => {
    await db.run("update orders set customer_id = null where shop_id = $1 and customer_id = 7", [shopId]);
    await updateValues(db, { orderIds: [], forgotten: ["7"] });
  });
  expect((await rankedCustomers(shopId)).total).toBe(total - 1);
  expect(await customerForecast(shopId, "7")).toBeNull();
});
