import { afterEach, beforeEach, expect, test } from "vitest";
import { inShop } from "../../app/database/pool.server.ts";
import { applyOrders } from "../../app/orders/apply-orders.server.ts";
import { fetchOrders } from "../../app/orders/fetch-orders.server.ts";
import { runFirstSync, startFirstSync } from "../../app/orders/first-sync.server.ts";
import { workInbox } from "../../app/orders/inbox.server.ts";
import { receiveWebhook } from "../../app/orders/receive-webhook.server.ts";
import { reconcile } from "../../app/orders/reconcile.server.ts";
import { setAsideRecords } from "../../app/orders/set-aside-records.server.ts";
import { addCustomer, addOrder, line } from "../../dev-store/src/admin-api/sample-admin.ts";
import type { StoreEvent } from "../../dev-store/src/store/model.ts";
import { insertShop, ownDatabase } from "../test-database.ts";
import { type LocalAdmin, startLocalAdmin } from "./local-admin.ts";

ownDatabase();
let admin: LocalAdmin;
let shopId: number;

beforeEach(async () => {
  admin = await startLocalAdmin();
  shopId = await insertShop();
  for (let id = 1; id <= 2; id++) addCustomer(admin.store, id);
});
afterEach(() => admin.close());

const noValues = async () => {};
const hash = (of: string | number) => `visitor-${of}`.padEnd(43, "_");

async function sync(): Promise<void> {
  const { runId } = await inShop(shopId, (db) => startFirstSync(db));
  while ((await runFirstSync({ shopId, runId }, admin.shop(shopId))) === "waiting");
}

async function tell(topic: StoreEvent["topic"], id: number): Promise<void> {
  const { eventId, triggeredAt } = admin.store.emit(topic, id);
  await receiveWebhook(shopId, { topic, eventId, resourceId: String(id), triggeredAt: new Date(triggeredAt) });
  expect(await workInbox(shopId, noValues, admin.shop(shopId))).toEqual({ processed: 1, failed: 0 });
}

function order(id: number, customerId: number): void {
  addOrder(admin.store, 1, { id, customerId, attributes: [{ key: "_crescendo_visitor", value: hash(id) }] });
}

async function visitors(): Promise<(string | null)[]> {
  const rows = await inShop(shopId, (db) => db.rows<{ visitor: string | null }>("select visitor from orders order by id"));
  return rows.map((row) => row.visitor);
}

test("an order brings its visitor by webhook and by reconciliation, and an older state never replaces a newer one", async () => {
  await sync();
  order(1000, 1);
  await tell("orders/create", 1000);
  expect(await visitors()).toEqual([hash(1000)]);
  const before = await fetchOrders(admin.ask, ["1000"]);
  const changed = admin.store.orders.get(1000);
  if (!changed) throw new Error("no order");
  admin.store.clockOffset = 60_000;
  changed.attributes = [{ key: "_crescendo_visitor", value: hash("new") }];
  changed.updatedAt = admin.store.now();
  order(1001, 2);
  admin.store.clockOffset = 120_000;
  admin.store.refundOrder(1001, { amount: 1, silent: true });
  expect(await reconcile(shopId, noValues, { shop: admin.shop(shopId), full: true })).toMatchObject({ orders: 2 });
  await applyOrders(admin.shop(shopId), before, noValues);
  expect(await visitors()).toEqual([hash("new"), hash(1001)]);
});

test("a deleted customer's orders have no visitor, however often they are read again", async () => {
  order(1000, 1);
  await sync();
  expect(await visitors()).toEqual([hash(1000)]);
  admin.store.deleteCustomer(1);
  await tell("customers/delete", 1);
  expect(await visitors()).toEqual([null]);
  await tell("orders/updated", 1000);
  await sync();
  expect(await visitors()).toEqual([null]);
});

test("a line that claims an offer the app never promised is kept without it, and noted once however often it is read", async () => {
  const attributes = [{ key: "_crescendo", value: "1.7.0d7c51d4-6f0f-4c39-9d4a-3a4ef1a0b7d1" }];
  addOrder(admin.store, 30, { id: 1000, customerId: 1, lines: [501, 502].map((id) => line(admin.store, { id, attributes })) });
  for (let time = 0; time < 2; time++) {
    await tell("orders/updated", 1000);
    await sync();
  }
  expect(await inShop(shopId, (db) => db.rows("select id::int, offer_id, decision_id from order_lines order by id"))).toEqual([
    { id: 501, offer_id: null, decision_id: null },
    { id: 502, offer_id: null, decision_id: null },
  ]);
  const noted = (id: number) => ({
    reason: "offer_token_invalid",
    record: { id: `gid://shopify/LineItem/${id}`, parentId: "gid://shopify/Order/1000" },
  });
  expect(await inShop(shopId, (db) => db.rows("select reason, record from set_aside order by record->>'id'"))).toEqual([
    noted(501),
    noted(502),
  ]);
  expect(await setAsideRecords(shopId)).toMatchObject({ total: 2, rows: [{ resource: "orders" }, { resource: "orders" }] });
});
