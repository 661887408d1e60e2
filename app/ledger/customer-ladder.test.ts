import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { type Sold, sellOrders } from "../../tests/sold-orders.ts";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { inShop } from "../database/pool.server.ts";
import { customerLadder } from "./customer-ladder.server.ts";

ownDatabase();

test("the ladder tells which offers were accepted, what was bought without one, and who came back", async () => {
  const shopId = await insertShop();
  const sold = (id: number, customer: number, at: string): Sold => ({ id, customer, at: `${at}T10:00:00Z`, subtotal: 1_000, cost: 400 });
  await sellOrders(shopId, [
    sold(1, 1, "2026-01-01"),
    sold(2, 1, "2026-02-01"),
    sold(3, 2, "2026-01-01"),
    sold(4, 3, "2026-01-01"),
    sold(5, 3, "2026-01-01"),
  ]);
  await inShop(shopId, async (db) => {
    await db.run(
      `insert into offers (shop_id, id, name, stage, status, discount_kind, discount_value, trigger)
       values ($1, 1, 'Welcome', 'tripwire', 'live', 'percentage', 9000, '{"kind":"any"}'), ($1, 2, 'More', 'profit_maximizer', 'live', 'percentage', 1000, '{"kind":"any"}')`,
      [shopId],
    );
    await db.run(
      `insert into attributions (shop_id, order_id, line_id, decision_id, offer_id, customer_id, ordered_at, quantity, revenue, discount, cost, fees, profit)
       values ($1, 1, 1, $2, 1, 1, '2026-01-01', 1, 1000, 0, 400, 0, 600), ($1, 4, 1, $3, 2, 3, '2026-01-01', 0, 0, 0, 0, 0, 0)`,
      [shopId, randomUUID(), randomUUID()],
    );
  });
  expect(await customerLadder(shopId, "1")).toMatchObject({
    accepted: [{ stage: "tripwire", offerId: 1, offerName: "Welcome", orderId: "1", revenue: 1000, profit: 600 }],
    orders: 2,
    reached: ["tripwire", "core", "return"],
  });
  expect(await customerLadder(shopId, "2")).toMatchObject({ accepted: [], orders: 1, reached: ["core"] });
  // All of it went back, so nothing was accepted in the end.
  const whole = await customerLadder(shopId, "3");
  expect(whole.accepted).toEqual([]);
  // two orders, but of one day
  expect(whole).toMatchObject({ orders: 2, reached: ["core"] });
  expect(await customerLadder(shopId, "9")).toEqual({ accepted: [], orders: 0, reached: [] });
  expect(await customerLadder(shopId, "not a number")).toEqual({ accepted: [], orders: 0, reached: [] });
});
