import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addCustomer, addOrder, type SampleAdmin, sampleAdmin } from "./sample-admin.ts";

let sample: SampleAdmin;
beforeAll(async () => {
  sample = await sampleAdmin();
});
afterAll(() => sample.api.close());
beforeEach(() => sample.renew());

test("a missing scope is ACCESS_DENIED with what is required; a nullable field keeps the rest of the answer", async () => {
  addCustomer(sample.store, 7);
  const order = addOrder(sample.store, 0, { customerId: 7 });
  const denied = await sample.ask("{ orders(first: 1) { nodes { id } } }", {}, ["read_products"]);
  expect(denied.data).toBeNull();
  expect(denied.errors[0].message).toMatch(/^Access denied for orders field\. Required access: `read_orders` access scope/);
  expect(denied.errors[0].extensions.code).toBe("ACCESS_DENIED");
  const partly = await sample.ask(`{ order(id: "gid://shopify/Order/${order.id}") { name customer { id } } }`, {}, ["read_orders"]);
  expect(partly.data.order).toEqual({ name: order.name, customer: null });
  expect(partly.errors[0]).toMatchObject({
    path: ["order", "customer"],
    extensions: { code: "ACCESS_DENIED", requiredAccess: "`read_customers` access scope." },
  });
  const throughNode = await sample.ask(`{ node(id: "gid://shopify/Order/${order.id}") { id } }`, {}, ["read_products"]);
  expect(throughNode).toMatchObject({ data: { node: null }, errors: [{ extensions: { code: "ACCESS_DENIED" } }] });
});

test("orders older than 60 days are invisible everywhere without read_all_orders", async () => {
  const { store } = sample;
  addCustomer(store, 7);
  const recent = addOrder(store, 59, { customerId: 7 });
  const old = addOrder(store, 61, { customerId: 7 });
  const query = `query($id: ID!) { orders(first: 10) { nodes { id } } ordersCount { count } order(id: $id) { id } node(id: $id) { id } nodes(ids: [$id]) { id }
    customer(id: "gid://shopify/Customer/7") { numberOfOrders lastOrder { id } orders(first: 10) { nodes { id } } } }`;
  const gidOf = (one: { id: number }) => `gid://shopify/Order/${one.id}`;
  const some = await sample.ask(query, { id: gidOf(old) }, ["read_orders", "read_customers"]);
  expect(some.data).toEqual({
    orders: { nodes: [{ id: gidOf(recent) }] },
    ordersCount: { count: 1 },
    order: null,
    node: null,
    nodes: [null],
    customer: { numberOfOrders: "2", lastOrder: { id: gidOf(recent) }, orders: { nodes: [{ id: gidOf(recent) }] } },
  });
  const all = await sample.ask(query, { id: gidOf(old) });
  expect(all.data.orders.nodes).toHaveLength(2);
  expect(all.data.order.id).toBe(gidOf(old));
});

test("protected customer data of level 1 leaves out what names a person", async () => {
  addCustomer(sample.store, 7);
  sample.api.protectedCustomerData.set("sample.myshopify.com", "level1");
  const answer = await sample.ask(`{ customer(id: "gid://shopify/Customer/7") { id numberOfOrders email } }`);
  expect(answer.data.customer).toEqual({ id: "gid://shopify/Customer/7", numberOfOrders: "0", email: null });
  expect(answer.errors[0].message).toContain("This app is not approved to use the email field");
});
