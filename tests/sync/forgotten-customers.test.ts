import { createHmac, hkdfSync } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { inShop } from "../../app/database/pool.server.ts";
import { advancePart } from "../../app/orders/advance-part.server.ts";
import { runFirstSync, startFirstSync } from "../../app/orders/first-sync.server.ts";
import { workInbox } from "../../app/orders/inbox.server.ts";
import { redactCustomer } from "../../app/orders/privacy.server.ts";
import { receiveWebhook } from "../../app/orders/receive-webhook.server.ts";
import { updateValues } from "../../app/value/update-values.server.ts";
import { addCustomer, addOrder } from "../../dev-store/src/admin-api/sample-admin.ts";
import { insertShop, ownDatabase } from "../test-database.ts";
import { type LocalAdmin, startLocalAdmin } from "./local-admin.ts";

ownDatabase();
let admin: LocalAdmin;
let shopId: number;
const attributes = [{ key: "_crescendo_visitor", value: "v".repeat(43) }];

beforeEach(async () => {
  admin = await startLocalAdmin();
  shopId = await insertShop();
  for (const id of [1, 2]) {
    addCustomer(admin.store, id);
    addOrder(admin.store, 1, { id: 1000 + id, customerId: id, attributes });
  }
});
afterEach(() => admin.close());

const orders = () =>
  inShop(shopId, (db) => db.rows("select id::int, customer_id::int as of, visitor is not null as browser from orders order by id"));
const customers = () => inShop(shopId, (db) => db.rows("select id::int from customers order by id"));
const redact = () => inShop(shopId, (db) => redactCustomer(db, "1"));
const WITHOUT_ONE = [
  { id: 1001, of: null, browser: false },
  { id: 1002, of: 2, browser: true },
];

test("a file made before a redaction and merged after it does not bring the customer back", async () => {
  const { runId } = await inShop(shopId, (db) => startFirstSync(db));
  const shop = admin.shop(shopId);
  const staged = async (part: "customers" | "orders") => {
    while ((await advancePart(shop, runId, part)) === "waiting");
  };
  await staged("customers");
  await staged("orders");
  await redact();
  while ((await runFirstSync({ shopId, runId }, shop)) === "waiting");
  expect(await orders()).toEqual(WITHOUT_ONE);
  expect(await customers()).toEqual([{ id: 2 }]);
});

test("as long as Shopify goes on naming a redacted customer, their orders stay without them", async () => {
  await redact();
  await receiveWebhook(shopId, { topic: "orders/updated", eventId: "e1", resourceId: "1001", triggeredAt: new Date() });
  await receiveWebhook(shopId, { topic: "orders/updated", eventId: "e2", resourceId: "1002", triggeredAt: new Date() });
  await workInbox(shopId, updateValues, admin.shop(shopId));
  expect(await orders()).toEqual(WITHOUT_ONE);
  expect(await customers()).toEqual([{ id: 2 }]);
});

test("what is remembered of a redacted customer is an HMAC with the shop's own key, which tells nobody who they were", async () => {
  await redact();
  const key = new Uint8Array(
    hkdfSync("sha256", process.env.SHOPIFY_API_SECRET as string, "", `crescendo forgotten customer ${shopId}`, 32),
  );
  const row = await inShop(shopId, (db) => db.row<{ key: Buffer }>("select key from forgotten_customers"));
  expect(row?.key).toEqual(createHmac("sha256", key).update("1").digest());
});
