import { beforeEach, expect, test } from "vitest";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { inShop } from "../database/pool.server.ts";
import { lastOrderAt } from "./last-order.server.ts";

ownDatabase();
let shopId: number;

beforeEach(async () => {
  shopId = await insertShop();
});

/** One order a day, `count` in all, the last on `last`. */
async function sell(first: number, count: number, last: string): Promise<void> {
  await inShop(shopId, (db) =>
    db.run(
      `insert into order_values (shop_id, order_id, customer_id, processed_at, day, lines, revenue, gift_cards, refunded, discounts, cost, assumed_cost, fees)
       select $1, $2::int + n, null, $4::timestamptz - n * interval '1 day', ($4::timestamptz - n * interval '1 day')::date, 1, 100, 0, 0, 0, 0, 0, 0
       from generate_series(0, $3::int - 1) n`,
      [shopId, first, count, last],
    ),
  );
}

test("a shop without an order has no last one", async () => {
  expect(await lastOrderAt(shopId)).toBeNull();
});

test("the last order is the last, however long ago", async () => {
  await sell(1, 40, "2011-12-09T12:50:00.000Z");
  expect(await lastOrderAt(shopId)).toBe("2011-12-09T12:50:00.000Z");
});

test("a few orders after a silence of more than a year do not make a new store, thirty do", async () => {
  await sell(1, 40, "2011-12-09T12:50:00.000Z");
  await sell(1_000, 29, "2026-11-20T09:00:00.000Z");
  expect(await lastOrderAt(shopId)).toBe("2011-12-09T12:50:00.000Z");
  await sell(2_000, 1, "2026-11-21T09:00:00.000Z");
  expect(await lastOrderAt(shopId)).toBe("2026-11-21T09:00:00.000Z");
});

test("a shop's first few orders count, though there were none before", async () => {
  await sell(1, 2, "2026-11-21T09:00:00.000Z");
  expect(await lastOrderAt(shopId)).toBe("2026-11-21T09:00:00.000Z");
});
