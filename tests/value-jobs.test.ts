import { afterAll, beforeAll, expect, test } from "vitest";
import { inShop } from "../app/database/pool.server.ts";
import { enqueue } from "../app/jobs/queue.server.ts";
import { fitProgress } from "../app/value/fit-progress.server.ts";
import { valuesPending } from "../app/value/order-values.server.ts";
import { requestFit } from "../app/value/request-fit.server.ts";
import { startWorker, type Worker } from "../app/worker.server.ts";
import { madeOrders, sellOrders } from "./sold-orders.ts";
import { insertShop, ownDatabase } from "./test-database.ts";

ownDatabase();
let worker: Worker;

beforeAll(async () => {
  worker = await startWorker();
});
afterAll(async () => {
  await worker.stop();
});

test("values made anew are followed by a fit, and a merchant may ask for another", async () => {
  const shopId = await insertShop();
  const until = new Date().toISOString().slice(0, 10);
  await sellOrders(shopId, madeOrders({ customers: 80, days: 300, until }));
  expect(await valuesPending(shopId)).toBe(true);
  await inShop(shopId, (db) => enqueue(db, "value.rebuild", { shopId }, { once: `value ${shopId}` }));
  const versions = () =>
    inShop(shopId, (db) => db.rows<{ version: number }>("select version from value_models where shop_id = $1", [shopId]));
  await expect.poll(async () => (await versions()).length, { timeout: 20_000, interval: 50 }).toBe(1);
  const scored = await inShop(shopId, (db) =>
    db.row<{ count: number }>("select count(*)::int as count from customer_scores where shop_id = $1", [shopId]),
  );
  expect(scored?.count).toBeGreaterThan(60);
  await expect.poll(() => fitProgress(shopId), { timeout: 20_000, interval: 50 }).toEqual({ working: false, version: 1 });
  expect(await valuesPending(shopId)).toBe(false);
  await requestFit(shopId);
  expect((await fitProgress(shopId)).working).toBe(true);
  const other = await insertShop();
  expect(await fitProgress(other)).toEqual({ working: false, version: null });
  expect(await valuesPending(other)).toBe(false);
  await expect.poll(() => fitProgress(shopId), { timeout: 20_000, interval: 50 }).toEqual({ working: false, version: 2 });
  await expect.poll(async () => (await versions()).length, { timeout: 20_000, interval: 50 }).toBe(2);
});
