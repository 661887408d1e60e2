import { createHmac } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { placeRandomOrder } from "./control/random-order.ts";
import { includeFields } from "./include-fields.ts";
import type { Seen } from "./sample-platform.ts";
import { DOMAIN, listeningApp, SAMPLE_APP, samplePlatform, until } from "./sample-platform.ts";
import { webhookPayload } from "./webhook-payload.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function installed(answer?: Parameters<typeof listeningApp>[0]) {
  const app = await listeningApp(answer);
  const platform = await samplePlatform(app.url);
  closing.push(platform.close, app.close);
  const store = platform.stores.primary;
  platform.installations.install(store);
  const topics = () => app.seen.map((request) => request.headers["x-shopify-topic"]);
  const sent = (topic: string) => app.seen.filter((request) => request.headers["x-shopify-topic"] === topic);
  return { app, platform, store, topics, sent, buy: () => placeRandomOrder(store, () => 0) };
}

function first(requests: Seen[]): Seen {
  const request = requests[0];
  if (!request) throw new Error("Nothing was sent.");
  return request;
}

test("an order is announced with Shopify's headers, signed over the raw body, with the asked fields only", async () => {
  const { store, sent, buy } = await installed();
  const order = buy();
  await until(() => sent("orders/create").length > 0, "orders/create");
  const { headers, body, url, method } = first(sent("orders/create"));
  expect([method, url]).toEqual(["POST", "/webhooks/shop"]);
  expect(headers["x-shopify-hmac-sha256"]).toBe(createHmac("sha256", SAMPLE_APP.clientSecret).update(body).digest("base64"));
  expect(headers).toMatchObject({
    "x-shopify-shop-domain": DOMAIN,
    "x-shopify-api-version": "2026-07",
    "content-type": "application/json",
  });
  expect(headers["x-shopify-webhook-id"]).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers["x-shopify-event-id"]).toMatch(/^[0-9a-f-]{36}$/);
  expect(Date.parse(String(headers["x-shopify-triggered-at"]))).toBeGreaterThan(0);
  expect(Object.keys(JSON.parse(body)).sort()).toEqual(["admin_graphql_api_id", "id", "updated_at"]);
  expect(JSON.parse(body)).toMatchObject({ id: order.id, admin_graphql_api_id: `gid://shopify/Order/${order.id}` });
  expect(store.orders.has(order.id)).toBe(true);
});

test("a refused delivery is tried again with the body it first had", async () => {
  let refusals = 3;
  const { platform, store, sent, buy } = await installed((seen, response) => {
    const refuse = seen.headers["x-shopify-topic"] === "orders/create" && refusals-- > 0;
    // A redirect is a failure for Shopify as much as an error is.
    response.writeHead(refuse ? (refusals === 1 ? 302 : 500) : 200, { Location: "/elsewhere" }).end();
  });
  platform.webhooks.setFaults({ retryBaseMs: 20 });
  const order = buy();
  await until(() => sent("orders/create").length === 1, "the first attempt");
  order.updatedAt = store.now() + 60_000;
  await until(() => sent("orders/create").length === 4, "three retries");
  expect(new Set(sent("orders/create").map(({ body }) => body)).size).toBe(1);
  expect(new Set(sent("orders/create").map(({ headers }) => headers["x-shopify-webhook-id"])).size).toBe(1);
  await until(() => platform.webhooks.pending === 0, "an empty queue");
  expect(platform.webhooks.log.find(({ topic }) => topic === "orders/create")).toMatchObject({
    status: "delivered",
    attempts: 4,
    lastResult: "200",
  });
});

test("after eight retries a delivery is given up, and the others went on", async () => {
  const { platform, sent, buy } = await installed((seen, response) => {
    response.writeHead(seen.headers["x-shopify-topic"] === "orders/create" ? 503 : 200).end();
  });
  platform.webhooks.setFaults({ retryBaseMs: 1 });
  buy();
  await until(() => platform.webhooks.pending === 0, "an empty queue");
  expect(sent("orders/create")).toHaveLength(9);
  expect(platform.webhooks.log.find(({ topic }) => topic === "orders/create")).toMatchObject({ status: "failed", attempts: 9 });
  expect(platform.webhooks.log.find(({ topic }) => topic === "inventory_items/update")).toMatchObject({ status: "delivered" });
});

test("duplicates carry the same ids and body", async () => {
  const { platform, sent, buy } = await installed();
  platform.webhooks.setFaults({ duplicateRatio: 1 });
  buy();
  await until(() => sent("orders/create").length === 2, "two deliveries");
  const [one, two] = sent("orders/create");
  expect(one?.body).toBe(two?.body);
  expect(one?.headers["x-shopify-webhook-id"]).toBe(two?.headers["x-shopify-webhook-id"]);
  expect(one?.headers["x-shopify-event-id"]).toBe(two?.headers["x-shopify-event-id"]);
});

test("a lost delivery is never sent, and the same seed loses the same ones", async () => {
  const { platform, buy } = await installed();
  const run = () => {
    platform.webhooks.setFaults({ seed: 7, lossRatio: 0.5 });
    for (let n = 0; n < 10; n++) buy();
    return platform.webhooks.log.slice(0, 20).map(({ status }) => status === "lost");
  };
  const losses = run();
  expect(losses).toContain(true);
  expect(losses).toContain(false);
  expect(run()).toEqual(losses);
});

test("a reorder window shuffles deliveries, and a delay holds them back", async () => {
  const { platform, sent, buy } = await installed();
  platform.webhooks.setFaults({ seed: 3, delayMs: 50, reorderMs: 300 });
  const began = Date.now();
  const placed = Array.from({ length: 8 }, () => buy().id);
  await until(() => sent("orders/create").length === 8, "all deliveries");
  expect(Date.now() - began).toBeGreaterThanOrEqual(50);
  const arrived = sent("orders/create").map(({ body }) => JSON.parse(body).id);
  expect(arrived).not.toEqual(placed);
  expect(arrived.toSorted()).toEqual(placed.toSorted());
});

test("nothing but the news of the uninstall is sent afterwards, and shop/redact 48 hours later", async () => {
  const { platform, store, topics, buy } = await installed();
  platform.installations.uninstall(store);
  buy();
  await until(() => topics().includes("app/uninstalled"), "app/uninstalled");
  expect(topics()).toEqual(["app/uninstalled"]);
  store.clockOffset = 48 * 3600_000 - 60_000;
  platform.installations.runDue();
  expect(platform.webhooks.pending).toBe(0);
  store.clockOffset += 60_000;
  platform.installations.runDue();
  await until(() => topics().includes("shop/redact"), "shop/redact");
});

test("privacy requests name the customer and the orders", async () => {
  const { app, platform, sent } = await installed();
  const response = await fetch(`${platform.url}/_dev/privacy`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: '{"kind":"data_request","customerId":21}',
  });
  expect(response.status).toBe(202);
  await until(() => app.seen.length > 0, "the request");
  expect(JSON.parse(first(sent("customers/data_request")).body)).toMatchObject({
    shop_id: 1,
    shop_domain: DOMAIN,
    customer: { id: 21 },
    orders_requested: expect.any(Array),
    data_request: { id: expect.any(Number) },
  });
});

test("an edit of an order says what was removed", async () => {
  const { store, sent, buy } = await installed();
  const order = buy();
  const line = order.lines[0];
  if (!line) throw new Error("The order has no line.");
  store.editOrder(order.id, { lineId: line.id, quantity: 0 });
  await until(() => sent("orders/edited").length > 0, "orders/edited");
  expect(JSON.parse(first(sent("orders/edited")).body)).toMatchObject({
    order_edit: { order_id: order.id, line_items: { removals: [{ id: line.id, delta: line.quantity }] } },
  });
});

test("the body of an order names what its cart carried", async () => {
  const { store, buy } = await installed();
  const order = buy();
  order.attributes = [{ key: "_visitor", value: "v" }];
  expect(webhookPayload(store, { topic: "orders/create", resourceId: order.id, eventId: "e", triggeredAt: store.now() })).toMatchObject({
    note_attributes: [{ name: "_visitor", value: "v" }],
  });
});

test("include_fields reaches into objects and lists, and a whole field wins over its parts", () => {
  const payload = {
    id: 1,
    name: "#1",
    customer: { id: 2, email: "a@example.com" },
    line_items: [
      { id: 3, sku: "a", price: "1.00" },
      { id: 4, sku: "b", price: "2.00" },
    ],
  };
  expect(includeFields(payload, ["id", "customer.id", "line_items.id", "line_items.sku", "missing.field"])).toEqual({
    id: 1,
    customer: { id: 2 },
    line_items: [
      { id: 3, sku: "a" },
      { id: 4, sku: "b" },
    ],
  });
  expect(includeFields(payload, ["customer", "customer.id"])).toEqual({ customer: payload.customer });
});
