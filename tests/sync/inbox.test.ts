import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { inShop } from "../../app/database/pool.server.ts";
import { digest } from "../../app/orders/digest.server.ts";
import { failedEvents, retryFailedEvents } from "../../app/orders/failed-events.server.ts";
import { runFirstSync, startFirstSync } from "../../app/orders/first-sync.server.ts";
import { EVENT_ATTEMPTS, workInbox } from "../../app/orders/inbox.server.ts";
import { receiveWebhook } from "../../app/orders/receive-webhook.server.ts";
import { reconcile } from "../../app/orders/reconcile.server.ts";
import { rebuildValues } from "../../app/value/rebuild-values.server.ts";
import { updateValues } from "../../app/value/update-values.server.ts";
import { addCustomer, addOrder, addProduct, line } from "../../dev-store/src/admin-api/sample-admin.ts";
import type { StoreEvent } from "../../dev-store/src/store/model.ts";
import { insertShop, ownDatabase } from "../test-database.ts";
import { type LocalAdmin, startLocalAdmin } from "./local-admin.ts";

ownDatabase();
let admin: LocalAdmin;
let shopId: number;
let events: StoreEvent[];

beforeEach(async () => {
  admin = await startLocalAdmin();
  shopId = await insertShop();
  events = [];
  admin.store.onEvent((event) => events.push(event));
  addProduct(admin.store, 1);
  addProduct(admin.store, 2, {}, { unitCost: null });
  for (let id = 1; id <= 4; id++) addCustomer(admin.store, id);
});
afterEach(() => admin.close());

async function sync(into = shopId): Promise<void> {
  const { runId } = await inShop(into, (db) => startFirstSync(db));
  for (;;) {
    const outcome = await runFirstSync({ shopId: into, runId }, admin.shop(into));
    if (outcome === "done") return;
    if (outcome !== "waiting") throw new Error(outcome);
  }
}

function order(id: number, customerId: number | null, units = 3): void {
  addOrder(admin.store, 30, {
    id,
    customerId,
    lines: [
      line(admin.store, { productId: 1, variantId: 10, quantity: units, unitPrice: 1050 }),
      line(admin.store, { productId: 2, variantId: 20, unitPrice: 999 }),
    ],
    attributes: [{ key: "_crescendo_visitor", value: `order-${id}`.padEnd(43, "_") }],
  });
  admin.store.emit("orders/create", id);
}

async function deliver(event: StoreEvent): Promise<"new" | "duplicate"> {
  const resourceId = String(event.topic === "refunds/create" ? event.extra?.order_id : event.resourceId);
  return receiveWebhook(shopId, { topic: event.topic, eventId: event.eventId, resourceId, triggeredAt: new Date(event.triggeredAt) });
}
const work = () => workInbox(shopId, updateValues, admin.shop(shopId));
const values = () => inShop(shopId, (db) => db.rows("select * from customer_values order by customer_id"));
const orderValues = () => inShop(shopId, (db) => db.rows("select * from order_values order by order_id"));
const orderRow = (id: number) =>
  inShop(shopId, (db) =>
    db.row("select customer_id, refunded::int, cancelled_at is not null as cancelled from orders where id = $1", [id]),
  );

test("an event delivered three times is one inbox row and one piece of work", async () => {
  order(1000, 1);
  const [event] = events as [StoreEvent];
  expect([await deliver(event), await deliver(event), await deliver(event)]).toEqual(["new", "duplicate", "duplicate"]);
  expect(await work()).toEqual({ processed: 1, failed: 0 });
  expect(await inShop(shopId, (db) => db.rows("select deliveries, processed_at is not null as processed from webhook_inbox"))).toEqual([
    { deliveries: 3, processed: true },
  ]);
  expect(await values()).toMatchObject([
    { customer_id: "1", orders: 1, revenue: "4149", cost: String(1733 + 549), assumed_cost: String(1733 + 549) },
  ]);
});

test("many events of a few orders need few requests", async () => {
  for (let id = 1000; id < 1010; id++) order(id, 1);
  for (let id = 1000; id < 1010; id++) admin.store.refundOrder(id, { amount: 10 });
  for (const event of events) await deliver(event);
  const before = admin.requests;
  await work();
  expect(admin.requests - before).toBe(1);
});

test("an order with more lines than a page comes whole", async () => {
  addOrder(admin.store, 1, {
    id: 1000,
    customerId: 1,
    lines: Array.from({ length: 260 }, () => line(admin.store, { productId: 1, variantId: 10 })),
  });
  admin.store.emit("orders/create", 1000);
  for (const event of events) await deliver(event);
  await work();
  expect((await digest(shopId)).tables.order_lines?.rows).toBe(260);
});

test("refund, cancellation, deletion and a deleted customer restate the facts and the values", async () => {
  for (const id of [1000, 1001, 1002, 1003]) order(id, id === 1003 ? 2 : 1);
  await sync();
  await rebuildValues(shopId);
  admin.store.refundOrder(1000, { amount: 1050, lines: [{ lineId: admin.store.orders.get(1000)?.lines[0]?.id as number, quantity: 1 }] });
  admin.store.cancelOrder(1001);
  admin.store.deleteOrder(1002);
  admin.store.deleteCustomer(2);
  for (const event of events.toReversed()) await deliver(event);
  expect(await work()).toMatchObject({ failed: 0 });
  expect(await orderRow(1000)).toEqual({ customer_id: "1", refunded: 1050, cancelled: false });
  expect(await orderRow(1001)).toMatchObject({ cancelled: true });
  expect(await orderRow(1002)).toBeNull();
  expect(await orderRow(1003)).toMatchObject({ customer_id: null });
  expect(await values()).toMatchObject([{ customer_id: "1", orders: 1, revenue: "4149", refunded: "1050", cost: String(2 * 400 + 549) }]);
});

test("a deleted order that a late event names again stays deleted", async () => {
  order(1000, 1);
  admin.store.deleteOrder(1000);
  for (const event of events.toReversed()) await deliver(event);
  await work();
  expect(await orderRow(1000)).toBeNull();
});

test("a unit cost that becomes known is written into history and restates earlier sales once", async () => {
  order(1000, 1);
  await sync();
  await rebuildValues(shopId);
  const variant = admin.store.variants.get(20);
  if (!variant) throw new Error("no variant");
  for (const cost of [300, 300, 350]) {
    variant.unitCost = cost;
    await deliver(admin.store.emit("inventory_items/update", variant.inventoryItemId));
    await work();
  }
  expect(await inShop(shopId, (db) => db.rows("select amount::int from unit_costs where variant_id = 20 order by valid_from"))).toEqual([
    { amount: 300 },
    { amount: 350 },
  ]);
  expect(await values()).toMatchObject([{ cost: String(3 * 400 + 300), assumed_cost: "0" }]);
});

test("an event that cannot be worked off does not hold up the others and stays visible with its error", async () => {
  order(1000, 1);
  order(1001, 2);
  const broken = admin.store.orders.get(1000);
  if (!broken?.lines[0]) throw new Error("no order");
  broken.lines[0].quantity = 3_000_000_000;
  for (const event of events) await deliver(event);
  expect(await work()).toEqual({ processed: 1, failed: 1 });
  expect(await orderRow(1001)).not.toBeNull();
  expect(
    await inShop(shopId, (db) => db.row("select attempts, error, retry_at > now() as later from webhook_inbox where processed_at is null")),
  ).toMatchObject({ attempts: 1, later: true });
  for (let attempt = 1; attempt < EVENT_ATTEMPTS; attempt++) {
    await inShop(shopId, (db) => db.run("update webhook_inbox set retry_at = now() where processed_at is null"));
    await work();
  }
  expect(await inShop(shopId, (db) => db.row("select attempts, retry_at from webhook_inbox where processed_at is null"))).toEqual({
    attempts: EVENT_ATTEMPTS,
    retry_at: null,
  });
});

test("events that were given up are shown, and worked off when they are tried again after their cause is gone", async () => {
  order(1000, 1);
  order(1001, 2);
  const broken = admin.store.orders.get(1000);
  if (!broken?.lines[0]) throw new Error("no order");
  broken.lines[0].quantity = 3_000_000_000;
  for (const event of events) await deliver(event);
  await work();
  expect(await failedEvents(shopId)).toEqual({ rows: [], total: 0 });
  await inShop(shopId, (db) =>
    db.run("update webhook_inbox set attempts = $1, retry_at = null where processed_at is null", [EVENT_ATTEMPTS]),
  );
  expect(await failedEvents(shopId)).toMatchObject({
    rows: [{ topic: "orders/create", resourceId: "1000", error: expect.stringContaining("quantity") }],
    total: 1,
  });
  const other = await insertShop();
  expect([await failedEvents(other), await retryFailedEvents(other)]).toEqual([{ rows: [], total: 0 }, 0]);
  expect(await retryFailedEvents(shopId)).toBe(1);
  expect(await failedEvents(shopId)).toEqual({ rows: [], total: 0 });
  broken.lines[0].quantity = 1;
  expect(await work()).toEqual({ processed: 1, failed: 0 });
  expect(await orderRow(1000)).not.toBeNull();
});

test("webhooks that never came are made up for by a reconciliation", async () => {
  order(1000, 1);
  order(1001, 1);
  await sync();
  await rebuildValues(shopId);
  order(1002, 3);
  admin.store.orders.get(1002) && admin.store.refundOrder(1002, { amount: 100 });
  admin.store.refundOrder(1000, { amount: 500 });
  admin.store.deleteOrder(1001);
  admin.store.clockOffset = 2 * 60 * 60_000;
  expect(await reconcile(shopId, updateValues, { shop: admin.shop(shopId) })).toMatchObject({ orders: 2, deleted: 0 });
  expect(await reconcile(shopId, updateValues, { shop: admin.shop(shopId), full: true })).toMatchObject({
    orders: 0,
    deleted: 1,
    full: true,
  });
  const repaired = [await digest(shopId), await values()];
  const other = await insertShop();
  await sync(other);
  expect(await digest(other)).toEqual(repaired[0]);
  await rebuildValues(shopId);
  expect(await values()).toEqual(repaired[1]);
});

test("before a first sync is done there is nothing to reconcile with", async () => {
  expect(await reconcile(shopId, updateValues, { shop: admin.shop(shopId) })).toBeNull();
});

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("order" as const),
      customer: fc.option(fc.integer({ min: 1, max: 4 })),
      units: fc.integer({ min: 1, max: 5 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("refund" as const), pick: fc.nat(20), amount: fc.integer({ min: 0, max: 3000 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("cancel" as const, "delete" as const, "edit" as const), pick: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("cost" as const), amount: fc.integer({ min: 1, max: 900 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("forget" as const), pick: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("deliver" as const), seed: fc.nat() }) },
);

test("whatever happens, in whatever order it is told: values kept up one by one equal the rebuild, and facts equal a fresh sync", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      await admin.close();
      admin = await startLocalAdmin();
      shopId = await insertShop({ domain: `${randomUUID()}.myshopify.com` });
      events = [];
      admin.store.onEvent((event) => events.push(event));
      addProduct(admin.store, 1);
      addProduct(admin.store, 2, {}, { unitCost: null });
      for (let id = 1; id <= 4; id++) addCustomer(admin.store, id);
      let next = 1000;
      for (const one of steps) {
        const ids = [...admin.store.orders.keys()];
        const picked = "pick" in one ? admin.store.orders.get(ids[one.pick % Math.max(1, ids.length)] ?? -1) : undefined;
        if (one.do === "order")
          order(next++, one.customer !== null && admin.store.customers.has(one.customer) ? one.customer : null, one.units);
        else if (one.do === "refund" && picked) {
          const left = picked.total - picked.refunds.reduce((sum, refund) => sum + refund.amount, 0);
          const [first] = picked.lines;
          admin.store.refundOrder(picked.id, {
            amount: Math.min(one.amount, left),
            lines: first && first.currentQuantity > 0 ? [{ lineId: first.id, quantity: 1 }] : [],
          });
        } else if (one.do === "cancel" && picked && picked.cancelledAt === null) admin.store.cancelOrder(picked.id);
        else if (one.do === "delete" && picked) admin.store.deleteOrder(picked.id);
        else if (one.do === "edit" && picked?.lines[0]) admin.store.editOrder(picked.id, { lineId: picked.lines[0].id, quantity: 0 });
        else if (one.do === "cost") {
          const variant = admin.store.variants.get(20);
          if (variant && variant.unitCost === null) variant.unitCost = one.amount;
          admin.store.emit("inventory_items/update", 200);
        } else if (one.do === "forget") {
          const customer = [...admin.store.customers.keys()][one.pick];
          if (customer) admin.store.deleteCustomer(customer);
        } else if (one.do === "deliver") {
          const shuffled = [...events, ...events.slice(0, 2)].sort((a, b) => hash(a.eventId, one.seed) - hash(b.eventId, one.seed));
          for (const event of shuffled) await deliver(event);
          events = [];
          await work();
        }
      }
      for (const event of events.toReversed()) await deliver(event);
      await deliver(admin.store.emit("products/update", 1));
      await deliver(admin.store.emit("products/update", 2));
      expect(await work()).toMatchObject({ failed: 0 });
      const kept = [await orderValues(), await values()];
      await rebuildValues(shopId);
      expect(kept).toEqual([await orderValues(), await values()]);
      const other = await insertShop();
      await sync(other);
      const { customers: _, ...facts } = (await digest(shopId)).tables;
      expect((await digest(other)).tables).toMatchObject(facts);
    }),
    { numRuns: 12 },
  );
}, 120_000);

function hash(text: string, seed: number): number {
  let value = seed | 0;
  for (const character of text) value = (Math.imul(value, 31) + character.charCodeAt(0)) | 0;
  return value;
}
