import { afterEach, beforeEach, expect, test } from "vitest";
import { inShop } from "../../app/database/pool.server.ts";
import { runFirstSync, startFirstSync } from "../../app/orders/first-sync.server.ts";
import { workInbox } from "../../app/orders/inbox.server.ts";
import { receiveWebhook } from "../../app/orders/receive-webhook.server.ts";
import { reconcile } from "../../app/orders/reconcile.server.ts";
import { updateValues } from "../../app/value/update-values.server.ts";
import { addCustomer, addOrder, addProduct, line } from "../../dev-store/src/admin-api/sample-admin.ts";
import { insertShop, ownDatabase } from "../test-database.ts";
import { type LocalAdmin, startLocalAdmin } from "./local-admin.ts";

ownDatabase();
let admin: LocalAdmin;
let shopId: number;

beforeEach(async () => {
  admin = await startLocalAdmin();
  shopId = await insertShop();
  addProduct(admin.store, 1);
  addCustomer(admin.store, 1);
  // one a month: three of them older than what can be seen without read_all_orders
  for (let month = 0; month < 5; month++) order(1000 + month, month * 30 + 1);
  const { runId } = await inShop(shopId, (db) => startFirstSync(db));
  while ((await runFirstSync({ shopId, runId }, admin.shop(shopId))) === "waiting");
  admin.store.clockOffset = 2 * 60 * 60_000;
});
afterEach(() => admin.close());

function order(id: number, daysAgo: number): void {
  addOrder(admin.store, daysAgo, { id, customerId: 1, lines: [line(admin.store, { productId: 1, variantId: 10 })] });
}
const full = () => reconcile(shopId, updateValues, { shop: admin.shop(shopId), full: true });
const ids = () =>
  inShop(shopId, async (db) => (await db.rows<{ id: number }>("select id::int from orders order by id")).map((row) => row.id));
const marks = () => inShop(shopId, (db) => db.rows("select id::int from deleted_orders order by id"));
const aside = () => inShop(shopId, (db) => db.rows<{ reason: string }>("select source, resource, reason from set_aside order by id"));

function loseAllOrders(): void {
  admin.scopes = admin.scopes.filter((scope) => scope !== "read_all_orders");
}

test("when the right to see old orders is lost, a full comparison deletes none of them, and still those that are gone", async () => {
  loseAllOrders();
  admin.store.deleteOrder(1000);
  expect(await full()).toMatchObject({ deleted: 1, full: true });
  expect(await ids()).toEqual([1001, 1002, 1003, 1004]);
  expect(await marks()).toEqual([{ id: 1000 }]);
});

test("news of an order that is out of sight does not delete it", async () => {
  loseAllOrders();
  await receiveWebhook(shopId, { topic: "orders/updated", eventId: "late", resourceId: "1004", triggeredAt: new Date() });
  expect(await workInbox(shopId, updateValues, admin.shop(shopId))).toEqual({ processed: 1, failed: 0 });
  expect(await ids()).toContain(1004);
  expect(await marks()).toEqual([]);
});

test("a list that has lost an order, or has no file, deletes nothing and says so", async () => {
  admin.store.deleteOrder(1001);
  const listed = admin.store.orders.get(1002);
  if (!listed) throw new Error("no order");
  const ask = admin.ask;
  for (const told of [{ objectCount: "5" }, { url: null, fileSize: null }]) {
    const shop = {
      ...admin.shop(shopId),
      ask: (async (document: string, variables: object, schema: { parse(answer: unknown): unknown }) => {
        const any = { parse: (answer: unknown) => answer } as never;
        const answer = (await ask(document, variables, any)) as { bulkOperation?: { status: string } };
        if (answer.bulkOperation?.status === "COMPLETED") Object.assign(answer.bulkOperation, told);
        return schema.parse(answer);
      }) as never,
    };
    expect(await reconcile(shopId, updateValues, { shop, full: true })).toMatchObject({ deleted: 0 });
  }
  expect(await ids()).toHaveLength(5);
  expect((await aside()).map((row) => row.reason)).toEqual([
    "the list of all orders has 4 of 5: nothing was deleted by it",
    "the list of all orders has 0 of 4: nothing was deleted by it",
  ]);
  expect(await full()).toMatchObject({ deleted: 1 });
  expect(await ids()).not.toContain(1001);
});

test("an order that cannot be read is set aside once, and neither the others nor later comparisons wait for it", async () => {
  for (const id of [1000, 1001, 1002]) admin.store.refundOrder(id, { amount: 1 });
  const broken = admin.store.orders.get(1001);
  if (!broken?.lines[0]) throw new Error("no order");
  broken.lines[0].quantity = 3_000_000_000;
  for (let time = 0; time < 2; time++) await reconcile(shopId, updateValues, { shop: admin.shop(shopId) });
  expect(await inShop(shopId, (db) => db.rows("select id::int from orders where refunded = 1 order by id"))).toEqual([
    { id: 1000 },
    { id: 1002 },
  ]);
  expect(await aside()).toEqual([{ source: "comparison", resource: "orders", reason: expect.stringContaining("quantity") }]);
  const runs = await inShop(shopId, (db) => db.rows("select status from sync_runs where kind = 'reconcile'"));
  expect(runs).toEqual([{ status: "done" }, { status: "done" }]);
  // a lost deletion is still found
  admin.store.deleteOrder(1003);
  expect(await full()).toMatchObject({ deleted: 1 });
});
