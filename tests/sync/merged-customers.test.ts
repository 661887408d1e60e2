import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { inShop } from "../../app/database/pool.server.ts";
import { digest } from "../../app/orders/digest.server.ts";
import { runFirstSync, startFirstSync } from "../../app/orders/first-sync.server.ts";
import { takeCustomerMerge } from "../../app/orders/merged-customers.server.ts";
import { rebuildValues } from "../../app/value/rebuild-values.server.ts";
import { updateValues } from "../../app/value/update-values.server.ts";
import { receiveShopWebhook } from "../../app/webhooks/receive-shop-webhook.server.ts";
import { addCustomer, addOrder } from "../../dev-store/src/admin-api/sample-admin.ts";
import { webhookPayload } from "../../dev-store/src/platform/webhook-payload.ts";
import type { StoreEvent } from "../../dev-store/src/store/model.ts";
import { insertShop, ownDatabase } from "../test-database.ts";
import { type LocalAdmin, startLocalAdmin } from "./local-admin.ts";

ownDatabase();
let admin: LocalAdmin;
let shopId: number;
const domain = "merge.myshopify.com";

beforeAll(async () => {
  shopId = await insertShop({ domain });
});
beforeEach(async () => {
  admin = await startLocalAdmin();
  for (let id = 1; id <= 3; id++) addCustomer(admin.store, id);
  for (let id = 1000; id < 1025; id++) addOrder(admin.store, 1, { id, customerId: 1 + (id % 3) });
});
afterEach(() => admin.close());

async function sync(into: number): Promise<void> {
  const { runId } = await inShop(into, (db) => startFirstSync(db));
  while ((await runFirstSync({ shopId: into, runId }, admin.shop(into))) === "waiting");
}

const values = () => inShop(shopId, (db) => db.rows("select * from customer_values order by customer_id"));
const customersIn = (table: string) =>
  inShop(shopId, (db) => db.rows<{ of: number }>(`select distinct customer_id::int as of from ${table} order by 1`));

test("after two customers were merged, orders, values, decisions and exposures are those of the one who stays", async () => {
  await sync(shopId);
  await rebuildValues(shopId);
  await inShop(shopId, async (db) => {
    await db.run(
      "insert into decisions (shop_id, id, placement, visitor, customer_id, candidates) values ($1, gen_random_uuid(), 'cart', 'v', 2, '[]')",
      [shopId],
    );
    await db.run(
      "insert into exposures (shop_id, experiment_id, visitor, arm, plan, decision_id, exposed_at, customer_id) values ($1, 1, 'v', 'a', 0, gen_random_uuid(), now(), 2)",
      [shopId],
    );
  });
  const events: StoreEvent[] = [];
  admin.store.onEvent((event) => events.push(event));
  admin.store.mergeCustomers(1, 2);
  const merge = events.find((event) => event.topic === "customers/merge") as StoreEvent;
  // Shopify shows this one no longer: it stays out of what is read again, and goes along all the same.
  admin.store.orders.delete(1001);
  admin.scopes = admin.scopes.filter((scope) => scope !== "read_all_orders");
  await inShop(shopId, (db) => db.run("update orders set created_at = now() - interval '90 days' where id = 1001"));

  const delivery = {
    domain,
    topic: merge.topic,
    eventId: merge.eventId,
    triggeredAt: new Date(merge.triggeredAt),
    body: webhookPayload(admin.store, merge),
  };
  expect([await receiveShopWebhook(delivery), await receiveShopWebhook(delivery)]).toEqual(["taken", "duplicate"]);
  const jobs = await inShop(shopId, (db) => db.rows<{ data: object }>("select data from pgboss.job where name = 'customers.merged'"));
  expect(jobs).toEqual([{ data: { shopId, keptId: "1", deletedId: "2" } }]);

  for (let time = 0; time < 2; time++) {
    await takeCustomerMerge({ shopId, keptId: "1", deletedId: "2" }, updateValues, admin.shop(shopId));
    expect(await customersIn("orders")).toEqual([{ of: 1 }, { of: 3 }]);
    for (const table of ["decisions", "exposures"]) expect(await customersIn(table)).toEqual([{ of: 1 }]);
    const kept = await values();
    expect(kept).toMatchObject([
      { customer_id: "1", orders: 17 },
      { customer_id: "3", orders: 8 },
    ]);
    await rebuildValues(shopId);
    expect(await values()).toEqual(kept);
  }
  expect(await inShop(shopId, (db) => db.rows("select id::int from customers order by id"))).toEqual([{ id: 1 }, { id: 3 }]);
});

test("what the merge leaves equals a fresh sync", async () => {
  const [one, other] = [await insertShop(), await insertShop()];
  await sync(one);
  admin.store.mergeCustomers(3, 1);
  await takeCustomerMerge({ shopId: one, keptId: "3", deletedId: "1" }, updateValues, admin.shop(one));
  await sync(other);
  expect((await digest(one)).tables).toEqual((await digest(other)).tables);
});

test("an order that cannot be read keeps no other from the one who stays, and goes along", async () => {
  await sync(shopId);
  const broken = admin.store.orders.get(1001);
  if (!broken?.lines[0]) throw new Error("no order");
  admin.store.mergeCustomers(1, 2);
  broken.lines[0].quantity = 3_000_000_000;
  await takeCustomerMerge({ shopId, keptId: "1", deletedId: "2" }, updateValues, admin.shop(shopId));
  expect(await customersIn("orders")).toEqual([{ of: 1 }, { of: 3 }]);
});
