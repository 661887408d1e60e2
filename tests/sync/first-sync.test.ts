import { afterEach, beforeEach, expect, test } from "vitest";
import { inShop } from "../../app/database/pool.server.ts";
import { digest } from "../../app/orders/digest.server.ts";
import { runFirstSync, startFirstSync } from "../../app/orders/first-sync.server.ts";
import { syncProgress } from "../../app/orders/sync-progress.server.ts";
import { signOfferToken } from "../../app/shopify/offer-token.server.ts";
import { rebuildValues } from "../../app/value/rebuild-values.server.ts";
import { storeValue } from "../../app/value/store-value.server.ts";
import { noBulkFaults } from "../../dev-store/src/admin-api/faults.ts";
import { addCustomer, addOrder, addProduct, line } from "../../dev-store/src/admin-api/sample-admin.ts";
import { insertShop, ownDatabase } from "../test-database.ts";
import { type LocalAdmin, startLocalAdmin } from "./local-admin.ts";

ownDatabase();
let admin: LocalAdmin;
let shopId: number;

beforeEach(async () => {
  admin = await startLocalAdmin();
  shopId = await insertShop();
});
afterEach(() => admin.close());

const decision = "0d7c51d4-6f0f-4c39-9d4a-3a4ef1a0b7d1";
const visitor = "visitor".padEnd(43, "-");

function token(domain: string): string {
  return signOfferToken(domain, {
    offerId: 7,
    variantId: "10",
    discount: { kind: "amount", value: 50 },
    maxQuantity: 2,
    decisionId: decision,
    now: new Date(Date.now() - 400 * 86_400_000),
    timezone: "UTC",
  });
}

function fill(orders = 60): void {
  const { store } = admin;
  addProduct(store, 1);
  addProduct(store, 2, {}, { unitCost: null });
  for (let id = 1; id <= 5; id++) addCustomer(store, id);
  for (let at = 0; at < orders; at++) {
    addOrder(store, orders - at, {
      id: 1000 + at,
      customerId: at % 6 === 5 ? null : 1 + (at % 5),
      lines: [
        line(store, {
          title: "One",
          productId: 1,
          variantId: 10,
          quantity: 2,
          unitPrice: 1050,
          attributes: at === 3 ? [{ key: "_crescendo", value: token(store.shop.domain) }] : [],
        }),
        line(store, { title: 'A "quoted"\ttab \\ and\nline\u2028end 🎁', productId: 2, variantId: 20, quantity: 1, unitPrice: 500 }),
      ],
      test: at === 10,
      attributes: at === 3 ? [{ key: "_crescendo_visitor", value: visitor }] : [],
    });
  }
  store.refundOrder(1000, { amount: 300, lines: [], silent: true });
}

async function sync(limit = 50): Promise<string> {
  const { runId } = await inShop(shopId, (db) => startFirstSync(db));
  for (let round = 0; round < limit; round++) {
    const outcome = await runFirstSync({ shopId, runId }, admin.shop(shopId));
    if (outcome !== "waiting") return outcome;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return "waiting";
}

test("a first sync brings products, customers and orders with lines, refunds, costs and decisions", async () => {
  fill();
  expect(await sync()).toBe("done");
  const { tables } = await digest(shopId);
  expect(tables).toMatchObject({
    products: { rows: 2 },
    variants: { rows: 2 },
    unit_costs: { rows: 1 },
    customers: { rows: 5 },
    orders: { rows: 60 },
    order_lines: { rows: 120 },
    refunds: { rows: 1 },
  });
  const lines = await inShop(shopId, (db) =>
    db.rows(
      "select title, unit_price::float8, unit_cost::float8, offer_id, decision_id from order_lines where order_id = 1003 order by id",
    ),
  );
  expect(lines).toEqual([
    { title: "One", unit_price: 1050, unit_cost: 400, offer_id: 7, decision_id: decision },
    { title: 'A "quoted"\ttab \\ and\nline\u2028end 🎁', unit_price: 500, unit_cost: null, offer_id: null, decision_id: null },
  ]);
  expect(await inShop(shopId, (db) => db.rows("select id::int, visitor from orders where visitor is not null"))).toEqual([
    { id: 1003, visitor },
  ]);
  const progress = await syncProgress(shopId);
  expect(progress).toMatchObject({ status: "done", error: null, setAside: 0 });
  expect(progress.parts.map(({ part, stage, loaded }) => [part, stage, loaded])).toEqual([
    ["products", "done", 4],
    ["customers", "done", 5],
    ["orders", "done", 180],
  ]);
  expect(await inShop(shopId, (db) => db.rows("select * from staging.own_lines"))).toEqual([]);
});

test("the store's figures follow from what was synced", async () => {
  fill();
  await sync();
  await rebuildValues(shopId);
  const value = await storeValue(shopId);
  // 59 counted orders (one is a test order) of 2 x 10.50 + 5.00; 10 of the 60 are guests'
  expect(value).toMatchObject({
    orders: 59,
    lines: 118,
    grossRevenue: 59 * 2600,
    refunds: 300,
    aov: 2600,
    customers: 5,
    repeatCustomers: 5,
  });
  expect(value.apf).toBe(value.identifiedOrders / 5);
});

test("a shop without anything is synced at once", async () => {
  expect(await sync()).toBe("done");
  expect((await storeValue(shopId)).orders).toBe(0);
});

test("after a new installation the sync of the one before tells nothing, also where the app's clock is ahead", async () => {
  fill();
  await sync();
  await inShop(shopId, (db) => db.run("update shops set installed_at = now() + interval '1 minute' where id = $1", [shopId]));
  expect(await syncProgress(shopId)).toMatchObject({ status: "none", parts: [] });
  await inShop(shopId, startFirstSync);
  expect(await syncProgress(shopId)).toMatchObject({ status: "running" });
  await inShop(shopId, (db) => db.run("update shops set installed_at = now() + interval '1 hour' where id = $1", [shopId]));
  await sync();
  expect(await syncProgress(shopId)).toMatchObject({ status: "done" });
});

test("syncing again gives the same facts", async () => {
  fill();
  await sync();
  const before = await digest(shopId);
  await sync();
  expect(await digest(shopId)).toEqual(before);
});

test("a failed operation's whole orders are taken, and a fresh operation brings the rest", async () => {
  fill();
  Object.assign(admin.api.faults.bulk, { ...noBulkFaults(), operations: 3, failAfterObjects: 41, partialData: true });
  expect(await sync()).toBe("done");
  const { tables } = await digest(shopId);
  expect(tables).toMatchObject({ orders: { rows: 60 }, order_lines: { rows: 120 } });
});

test("an operation that always fails ends in a reason, with the watermark not advanced", async () => {
  fill();
  Object.assign(admin.api.faults.bulk, { ...noBulkFaults(), failAfterObjects: 0, partialData: false });
  expect(await sync()).toBe("failed");
  expect(await syncProgress(shopId)).toMatchObject({ status: "failed", error: "bulk_failed" });
  Object.assign(admin.api.faults.bulk, noBulkFaults());
  expect(await sync()).toBe("done");
});

test.each([
  ["CANCELED", { endAs: "CANCELED" as const }],
  ["EXPIRED", { endAs: "EXPIRED" as const }],
  ["a file cut in the middle of a line", { cutMidLine: true }],
  ["an address past its time", { expiredUrl: true }],
])("%s: the part is asked for again and nothing is missing", async (_, fault) => {
  fill();
  Object.assign(admin.api.faults.bulk, { ...noBulkFaults(), operations: 3, ...fault });
  expect(await sync()).toBe("done");
  expect((await digest(shopId)).tables).toMatchObject({
    orders: { rows: 60 },
    order_lines: { rows: 120 },
    products: { rows: 2 },
    customers: { rows: 5 },
  });
  expect(await syncProgress(shopId)).toMatchObject({ setAside: 0 });
});

test("a right that is missing is not asked for again", async () => {
  fill();
  Object.assign(admin.api.faults.bulk, { ...noBulkFaults(), failAfterObjects: 0, errorCode: "ACCESS_DENIED" });
  expect(await sync()).toBe("failed");
  expect(await syncProgress(shopId)).toMatchObject({ error: "access_denied" });
});

test("an older state never replaces a newer one, and a deleted order does not come back", async () => {
  fill();
  await inShop(shopId, async (db) => {
    await db.run(
      `insert into orders (shop_id, id, name, created_at, processed_at, updated_at, test, subtotal, discounts, refunded, total)
       values ($1, 1001, 'newer', now(), now(), now() + interval '1 day', false, 1, 0, 0, 1)`,
      [shopId],
    );
    await db.run("insert into deleted_orders values ($1, 1002, now())", [shopId]);
  });
  expect(await sync()).toBe("done");
  expect(await inShop(shopId, (db) => db.rows("select id, name from orders where id in (1001, 1002)"))).toEqual([
    { id: "1001", name: "newer" },
  ]);
});
