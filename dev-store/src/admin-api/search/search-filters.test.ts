import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Answer, addCustomer, addOrder, addProduct, type SampleAdmin, sampleAdmin } from "../sample-admin.ts";

let sample: SampleAdmin;
beforeAll(async () => {
  sample = await sampleAdmin();
});
afterAll(() => sample.api.close());
beforeEach(() => sample.renew());

test("orders are found by updated_at, also after a change", async () => {
  const { store } = sample;
  const [first, second] = [addOrder(store, 3), addOrder(store, 2)];
  const since = new Date(store.now() - 86_400_000).toISOString();
  const find = async (query: string) =>
    (
      await sample.ask("query($q: String) { orders(first: 10, query: $q, sortKey: UPDATED_AT) { nodes { name } } }", { q: query })
    ).data.orders.nodes.map((one: Answer) => one.name);
  expect(await find(`updated_at:>'${since}'`)).toEqual([]);
  store.refundOrder(first.id, { amount: 100 });
  expect(await find(`updated_at:>'${since}'`)).toEqual([first.name]);
  expect(await find(`updated_at:<='${since}' AND status:any`)).toEqual([second.name]);
  expect(await find(`financial_status:partially_refunded OR id:${second.id}`)).toEqual([second.name, first.name]);
  expect(await find(`-id:${second.id}`)).toEqual([first.name]);
});

test("a time that was read finds its own second with >= and not with >", async () => {
  const order = addOrder(sample.store);
  const { data } = await sample.ask(`{ order(id: "gid://shopify/Order/${order.id}") { updatedAt } }`);
  const count = async (comparator: string) =>
    (await sample.ask("query($q: String) { ordersCount(query: $q) { count } }", { q: `updated_at:${comparator}'${data.order.updatedAt}'` }))
      .data.ordersCount.count;
  expect([await count(">="), await count(">"), await count("<="), await count("<")]).toEqual([1, 0, 1, 0]);
});

test("an unknown filter is left out with a warning, one that Shopify knows and the store does not is an error", async () => {
  addOrder(sample.store);
  const unknown = await sample.ask(`{ orders(first: 5, query: "colour:red") { nodes { id } } }`);
  expect(unknown.extensions.search[0]).toMatchObject({
    query: "colour:red",
    warnings: [{ field: "colour", message: "Invalid search field for this query.", code: "invalid_field" }],
  });
  const unanswered = await sample.ask(`{ orders(first: 5, query: "risk_level:high") { nodes { id } } }`);
  expect(unanswered.errors[0].message).toContain("risk_level");
});

test("customers and products are found by their words", async () => {
  const { store } = sample;
  addCustomer(store, 7);
  addCustomer(store, 8);
  addProduct(store, 1, { title: "Green Hoodie" });
  addProduct(store, 2, { title: "Blue Cap" });
  const { data } = await sample.ask(
    `{ a: customers(first: 5, query: "email:buyer7@example.com") { nodes { id } } b: products(first: 5, query: "title:gre*") { nodes { title } } c: products(first: 5, query: "sku:SKU-2") { nodes { title } } d: products(first: 5, query: "cap") { nodes { title } } productsCount { count precision } }`,
  );
  expect(data).toEqual({
    a: { nodes: [{ id: "gid://shopify/Customer/7" }] },
    b: { nodes: [{ title: "Green Hoodie" }] },
    c: { nodes: [{ title: "Blue Cap" }] },
    d: { nodes: [{ title: "Blue Cap" }] },
    productsCount: { count: 2, precision: "EXACT" },
  });
});
