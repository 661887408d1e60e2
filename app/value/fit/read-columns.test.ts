import { expect, test } from "vitest";
import { sellOrders } from "../../../tests/sold-orders.ts";
import { ownDatabase } from "../../../tests/test-database.ts";
import { insertSellingShop } from "../../../tests/value-shop.ts";
import { inShop } from "../../database/pool.server.ts";
import { dayNumber } from "../day-text.ts";
import { updateValues } from "../update-values.server.ts";
import { readColumnsAsOf, readCustomerColumns } from "./read-columns.server.ts";

ownDatabase();

test("customers as of an earlier day are read with their own ids, whoever came since", async () => {
  const shopId = await insertSellingShop({ customers: 60, days: 300, until: "2026-06-30", seed: 9 });
  const known = await inShop(shopId, (db) => readCustomerColumns(db));
  const day = dayNumber("2026-06-30");
  expect(await inShop(shopId, (db) => readColumnsAsOf(db, day))).toEqual(known);
  // a new customer before all others by id, and an old one back
  await sellOrders(shopId, [
    { id: 90_001, customer: 0, at: "2026-07-05T08:00:00Z", subtotal: 4_000 },
    { id: 90_002, customer: 5, at: "2026-07-06T09:00:00Z", subtotal: 4_000 },
  ]);
  await inShop(shopId, (db) => updateValues(db, { orderIds: ["90001", "90002"] }));
  expect((await inShop(shopId, (db) => readCustomerColumns(db))).ids[0]).toBe(0n);
  expect(await inShop(shopId, (db) => readColumnsAsOf(db, day))).toEqual(known);
});
