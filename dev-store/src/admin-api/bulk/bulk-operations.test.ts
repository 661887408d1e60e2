import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { noFaults } from "../faults.ts";
import { ALL_SCOPES, type Answer, addCustomer, addOrder, addProduct, line, type SampleAdmin, sampleAdmin } from "../sample-admin.ts";

let sample: SampleAdmin;
beforeAll(async () => {
  sample = await sampleAdmin();
});
afterAll(() => sample.api.close());
beforeEach(() => sample.renew());

const ORDERS = `{ orders { edges { node { id name createdAt processedAt updatedAt cancelledAt test sourceName currencyCode customAttributes { key value } customer { id } subtotalPriceSet { shopMoney { amount } } totalDiscountsSet { shopMoney { amount } } totalRefundedSet { shopMoney { amount } } totalPriceSet{shopMoney{amount}} refunds { id createdAt totalRefundedSet { shopMoney { amount } } } lineItems { edges { node { id title quantity currentQuantity variant { id } product { id } originalUnitPriceSet { shopMoney { amount } } discountedTotalSet { shopMoney { amount } } discountAllocations { allocatedAmountSet { shopMoney { amount } } discountApplication { index } } isGiftCard customAttributes { key value } } } } } } } }`;
const PRODUCTS = `{ products { edges { node { id title handle status productType vendor isGiftCard updatedAt featuredMedia { preview { image { url } } } collections { edges { node { id } } } variants { edges { node { id title sku price inventoryQuantity inventoryPolicy availableForSale updatedAt inventoryItem { id tracked unitCost { amount currencyCode } } } } } } } } }`;
const CUSTOMERS = "{ customers { edges { node { id createdAt updatedAt } } } }";

const START =
  "mutation($query: String!, $group: Boolean!) { bulkOperationRunQuery(query: $query, groupObjects: $group) { bulkOperation { id status } userErrors { field message code } } }";
const start = async (query: string, group = false, scopes = ALL_SCOPES): Promise<Answer> =>
  (await sample.ask(START, { query, group }, scopes)).data.bulkOperationRunQuery;
const read = async (id: string): Promise<Answer> =>
  (
    await sample.ask(
      "query($id: ID!) { bulkOperation(id: $id) { id status errorCode objectCount rootObjectCount fileSize url partialDataUrl completedAt } }",
      { id },
    )
  ).data.bulkOperation;

async function until(id: string, done: (operation: Answer) => boolean): Promise<Answer> {
  for (let at = 0; at < 400; at += 1) {
    const operation = await read(id);
    if (done(operation)) return operation;
    sample.store.clockOffset += 1000;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error("The operation did not come that far.");
}
const finished = (operation: Answer) => !["CREATED", "RUNNING", "CANCELING"].includes(operation.status);

async function fetchFile(url: string): Promise<{ status: number; text: string }> {
  const address = new URL(url);
  const id = Number(/(\d+)\.jsonl$/.exec(address.pathname)?.[1]);
  const file = sample.api.bulkFile(sample.store, id, address.searchParams);
  let text = "";
  if (typeof file.body === "string") text = file.body;
  else for await (const chunk of file.body) text += chunk;
  return { status: file.status, text };
}
async function run(query: string, group = false): Promise<{ operation: Answer; rows: Answer[] }> {
  const { bulkOperation, userErrors } = await start(query, group);
  expect(userErrors).toEqual([]);
  expect(bulkOperation.status).toBe("CREATED");
  const operation = await until(bulkOperation.id, finished);
  const text = operation.url ? (await fetchFile(operation.url)).text : "";
  return {
    operation,
    rows: text
      .split("\n")
      .filter((row) => row !== "")
      .map((row) => JSON.parse(row)),
  };
}

function stock(orders: number, linesEach: number): void {
  const { store } = sample;
  addCustomer(store, 7);
  addProduct(store, 1, { collectionIds: [5], imageUrl: "http://127.0.0.1/1.png" });
  store.collections.set(5, { id: 5, handle: "all", title: "All", productIds: [1], updatedAt: store.now() });
  for (let at = 0; at < orders; at += 1) {
    addOrder(store, at % 50, {
      customerId: 7,
      attributes: [{ key: "_visitor", value: `v${at}` }],
      lines: Array.from({ length: linesEach }, () => line(store, { productId: 1, variantId: 10, unitPrice: 1234 })),
    });
  }
}

test("orders come out whole, with children away from their parents and the finish webhook", async () => {
  stock(40, 5);
  const [first] = sample.store.orders.values();
  if (!first) throw new Error("no order");
  sample.store.refundOrder(first.id, { amount: 234 });
  const events: Answer[] = [];
  sample.store.onEvent((event) => events.push(event));
  const { operation, rows } = await run(ORDERS);
  expect(operation).toMatchObject({
    status: "COMPLETED",
    errorCode: null,
    objectCount: "240",
    rootObjectCount: "40",
    partialDataUrl: null,
  });
  const orders = rows.filter((row) => row.__parentId === undefined);
  const lines = rows.filter((row) => row.__parentId !== undefined);
  expect(new Set(orders.map((row) => row.id))).toEqual(new Set([...sample.store.orders.keys()].map((id) => `gid://shopify/Order/${id}`)));
  expect(lines).toHaveLength(200);
  expect(lines.every((row) => orders.some((order) => order.id === row.__parentId))).toBe(true);
  const positions = new Map(rows.map((row, at) => [row.id, at]));
  expect(lines.some((row) => (positions.get(row.id) ?? 0) < (positions.get(row.__parentId) ?? 0))).toBe(true);
  expect(orders.find((row) => row.id === `gid://shopify/Order/${first.id}`)).toMatchObject({
    name: first.name,
    currencyCode: "USD",
    customAttributes: [{ key: "_visitor", value: "v0" }],
    customer: { id: "gid://shopify/Customer/7" },
    totalPriceSet: { shopMoney: { amount: "61.7" } },
    totalRefundedSet: { shopMoney: { amount: "2.34" } },
    refunds: [{ totalRefundedSet: { shopMoney: { amount: "2.34" } } }],
  });
  expect(lines[0]).toMatchObject({
    title: "Product",
    quantity: 1,
    variant: { id: "gid://shopify/ProductVariant/10" },
    product: { id: "gid://shopify/Product/1" },
    discountAllocations: [],
    customAttributes: [],
  });
  expect(lines[0]).not.toHaveProperty("lineItems");
  expect(orders[0]).not.toHaveProperty("lineItems");
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    topic: "bulk_operations/finish",
    extra: { admin_graphql_api_id: operation.id, status: "completed", error_code: null, type: "query" },
  });
});

test("grouped objects follow their parent at once", async () => {
  stock(10, 3);
  const { rows } = await run(ORDERS, true);
  let parent = "";
  for (const row of rows) {
    if (row.__parentId === undefined) parent = row.id;
    else expect(row.__parentId).toBe(parent);
  }
  expect(rows).toHaveLength(40);
});

test("products, variants, collections and customers as the app asks for them", async () => {
  stock(0, 0);
  const { rows } = await run(PRODUCTS, true);
  expect(rows).toEqual([
    expect.objectContaining({ id: "gid://shopify/Product/1", featuredMedia: { preview: { image: { url: "http://127.0.0.1/1.png" } } } }),
    { id: "gid://shopify/Collection/5", __parentId: "gid://shopify/Product/1" },
    expect.objectContaining({
      id: "gid://shopify/ProductVariant/10",
      price: "10.50",
      inventoryItem: { id: "gid://shopify/InventoryItem/100", tracked: true, unitCost: { amount: "4.0", currencyCode: "USD" } },
      __parentId: "gid://shopify/Product/1",
    }),
  ]);
  const customers = await run(CUSTOMERS);
  expect(customers.rows.map((row) => row.id)).toEqual(["gid://shopify/Customer/7"]);
});

test("a bulk operation and pages of the same query tell the same", async () => {
  stock(30, 2);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 50 }), async (days) => {
      const filter = `created_at:>'${new Date(sample.store.now() - days * 86_400_000).toISOString()}'`;
      const { rows } = await run(`{ orders(query: ${JSON.stringify(filter)}) { edges { node { id name } } } }`);
      const paged = await sample.ask("query($q: String) { orders(first: 250, query: $q) { nodes { id name } } }", { q: filter });
      const byId = (a: Answer, b: Answer) => (a.id < b.id ? -1 : 1);
      expect(rows.sort(byId)).toEqual(paged.data.orders.nodes.sort(byId));
      sample.store.clockOffset += 60_000;
    }),
    { numRuns: 10 },
  );
});

test("the 60-day window and missing scopes hold in bulk too", async () => {
  addOrder(sample.store, 70);
  const scopes = ["read_orders", "read_products", "read_customers"];
  const windowed = await start("{ orders { edges { node { id } } } }", false, scopes);
  expect(await until(windowed.bulkOperation.id, finished)).toMatchObject({ status: "COMPLETED", objectCount: "0", url: null });
  const denied = await start(PRODUCTS, false, ["read_orders"]);
  expect(await until(denied.bulkOperation.id, finished)).toMatchObject({ status: "FAILED", errorCode: "ACCESS_DENIED", url: null });
});

test("Shopify's rules for bulk queries are told as user errors", async () => {
  const message = async (query: string) => (await start(query)).userErrors.map((one: Answer) => one.message).join(" ");
  expect(await message("{ shop { id } }")).toBe("Bulk queries must contain at least one connection.");
  expect(await message("{ orders { edges { node { id")).toContain("Invalid bulk query: syntax error");
  expect(await message("{ orders { edges { node { idd } } } }")).toContain("Invalid bulk query");
  expect(await message("{ orders { nodes { id } } }")).toContain("'edges' > 'node'");
  expect(await message("{ a: orders { edges { node { id } } } b: products { edges { node { id } } } }")).toContain(
    "exactly one top-level field",
  );
  expect(await message("{ orders { edges { node { name lineItems { edges { node { id } } } } } } }")).toContain(
    "Connection fields without 'id': orders",
  );
  expect(await message("{ orders { edges { node { id refunds { id refundLineItems { edges { node { id } } } } } } } }")).toContain(
    "within a list field",
  );
  expect(
    await message("{ collections { edges { node { id products { edges { node { id variants { edges { node { id } } } } } } } } } }"),
  ).toContain("nesting depth greater than 2");
  expect(await message("mutation { appUninstall { app { id } } }")).toContain("Only `query` operations");
});

test("five operations run at a time, the sixth is refused", async () => {
  sample.api.faults.bulk.stuckRunning = true;
  const ids: string[] = [];
  for (let at = 0; at < 5; at += 1) ids.push((await start(CUSTOMERS)).bulkOperation.id);
  const sixth = await start(CUSTOMERS);
  expect(sixth).toMatchObject({ bulkOperation: null, userErrors: [{ code: "LIMIT_REACHED" }] });
  for (const id of ids) {
    expect(
      (await sample.ask("mutation($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { status } userErrors { message } } }", { id }))
        .data.bulkOperationCancel,
    ).toEqual({ bulkOperation: { status: "CANCELING" }, userErrors: [] });
    expect((await until(id, finished)).status).toBe("CANCELED");
  }
  const listed = await sample.ask(`{ bulkOperations(first: 10, query: "status:canceled", reverse: true) { nodes { status } } }`);
  expect(listed.data.bulkOperations.nodes).toHaveLength(5);
});

test("a failure leaves partial data of whole lines and its reason", async () => {
  stock(20, 4);
  Object.assign(sample.api.faults.bulk, { failAfterObjects: 37, errorCode: "TIMEOUT" });
  const { operation } = await run(ORDERS);
  expect(operation).toMatchObject({ status: "FAILED", errorCode: "TIMEOUT", url: null, objectCount: "37", completedAt: null });
  const { text } = await fetchFile(operation.partialDataUrl);
  const rows = text.trimEnd().split("\n");
  expect(rows).toHaveLength(37);
  for (const row of rows) JSON.parse(row);
});

test("a fault strikes only as many operations as told", async () => {
  stock(2, 1);
  Object.assign(sample.api.faults.bulk, { failAfterObjects: 1, operations: 1 });
  const statuses: string[] = [];
  for (let at = 0; at < 2; at += 1) {
    const { bulkOperation } = await start(ORDERS);
    statuses.push((await until(bulkOperation.id, finished)).status);
  }
  expect(statuses).toEqual(["FAILED", "COMPLETED"]);
});

test("the other ways a bulk operation goes wrong", async () => {
  stock(5, 2);
  const faulty = async (change: object) => {
    Object.assign(sample.api.faults, noFaults());
    Object.assign(sample.api.faults.bulk, change);
    const { bulkOperation } = await start(ORDERS);
    return until(bulkOperation.id, finished);
  };
  expect(await faulty({ nullUrl: true })).toMatchObject({ status: "COMPLETED", url: null, objectCount: "15" });
  expect(await faulty({ endAs: "EXPIRED" })).toMatchObject({ status: "EXPIRED", url: null });
  expect(await faulty({ endAs: "CANCELED" })).toMatchObject({ status: "CANCELED" });
  const cut = await faulty({ cutMidLine: true });
  const last = (await fetchFile(cut.url)).text.split("\n").at(-1) ?? "";
  expect(() => JSON.parse(last)).toThrow();
  const expired = await faulty({ expiredUrl: true });
  expect((await fetchFile(expired.url)).status).toBe(400);
  let heard = 0;
  sample.store.onEvent(() => {
    heard += 1;
  });
  expect((await faulty({ loseWebhook: true })).status).toBe("COMPLETED");
  expect(heard).toBe(0);
  const began = performance.now();
  await faulty({ createdMs: 40, runningMs: 40 });
  expect(performance.now() - began).toBeGreaterThanOrEqual(75);
});

test("a result url is signed and lives seven days", async () => {
  stock(1, 1);
  const { operation } = await run(ORDERS);
  expect((await fetchFile(operation.url)).status).toBe(200);
  expect((await fetchFile(operation.url.replace(/signature=./, "signature=x"))).status).toBe(403);
  expect((await fetchFile(operation.url.replace(/expires=\d/, "expires=9"))).status).toBe(403);
  sample.store.clockOffset += 7 * 86_400_000;
  expect((await fetchFile(operation.url)).status).toBe(400);
});

test("a large export leaves the process free to answer", async () => {
  stock(1500, 25);
  const { bulkOperation } = await start(ORDERS);
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 1);
  const counts = new Set<string>();
  const operation = await until(bulkOperation.id, (one) => {
    counts.add(one.objectCount);
    return finished(one);
  });
  clearInterval(timer);
  expect(operation.objectCount).toBe(String(1500 * 26));
  expect(counts.size).toBeGreaterThan(2);
  // The goal is 50 ms; machines that run other tests at the same time get room.
  expect(longest).toBeLessThan(250);
}, 30_000);
