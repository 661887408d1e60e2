import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ALL_SCOPES, type Answer, addOrder, CLIENT_ID, type SampleAdmin, sampleAdmin } from "./sample-admin.ts";

let sample: SampleAdmin;
beforeAll(async () => {
  sample = await sampleAdmin();
});
afterAll(() => sample.api.close());
beforeEach(() => sample.renew());

test("an unknown field is refused in Shopify's words with status 200", async () => {
  const answer = await sample.api.handle(sample.store, {
    clientId: CLIENT_ID,
    scopes: [],
    body: JSON.stringify({ query: "{ shop { nmae } }" }),
  });
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body).errors[0]).toMatchObject({
    message: "Field 'nmae' doesn't exist on type 'Shop'",
    extensions: { code: "undefinedField", typeName: "Shop", fieldName: "nmae" },
  });
});

test("a body without a query is a bad request", async () => {
  expect((await sample.api.handle(sample.store, { clientId: CLIENT_ID, scopes: [], body: "{}" })).status).toBe(400);
});

test("a field of the schema without an answer here is an error that names it, never null", async () => {
  const order = addOrder(sample.store);
  const answer = await sample.ask(`{ order(id: "gid://shopify/Order/${order.id}") { id fulfillments { id } } }`);
  expect(answer.data).toBeUndefined();
  expect(answer.errors[0].message).toBe("The local store does not answer Order.fulfillments yet.");
});

test("a mutation with an unanswered field changes nothing", async () => {
  const answer = await sample.ask(
    `mutation { discountAutomaticAppCreate(automaticAppDiscount: {title: "T", functionHandle: "crescendo-offers", startsAt: "2026-01-01T00:00:00Z", discountClasses: [PRODUCT]}) { automaticAppDiscount { errorHistory { errorsFirstOccurredAt } } userErrors { message } } }`,
  );
  expect(answer.errors[0].message).toContain("DiscountAutomaticApp.errorHistory");
  expect(sample.store.discounts.size).toBe(0);
});

test("the shop and the installation answer who is asking", async () => {
  const { data } = await sample.ask(
    "{ shop { name currencyCode ianaTimezone myshopifyDomain plan { partnerDevelopment } timezoneOffset } currentAppInstallation { accessScopes { handle } app { apiKey } } }",
  );
  expect(data.shop).toMatchObject({
    name: "Sample",
    currencyCode: "USD",
    myshopifyDomain: "sample.myshopify.com",
    plan: { partnerDevelopment: true },
  });
  expect(data.shop.timezoneOffset).toMatch(/^-0[45]00$/);
  expect(data.currentAppInstallation.accessScopes.map((one: Answer) => one.handle)).toEqual(ALL_SCOPES);
  expect(data.currentAppInstallation.app.apiKey).toBe(CLIENT_ID);
});

test("nodes keep the order of ids and give null for what is gone", async () => {
  const order = addOrder(sample.store);
  const { data } = await sample.ask(
    "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Order { name lineItems(first: 100) { nodes { id } pageInfo { hasNextPage } } } } }",
    {
      ids: ["gid://shopify/Order/999", `gid://shopify/Order/${order.id}`, "gid://shopify/Shop/1"],
    },
  );
  expect(data.nodes[0]).toBeNull();
  expect(data.nodes[1]).toMatchObject({
    __typename: "Order",
    name: order.name,
    lineItems: { nodes: [{ id: `gid://shopify/LineItem/${order.lines[0]?.id}` }] },
  });
  expect(data.nodes[2]).toEqual({ __typename: "Shop", id: "gid://shopify/Shop/1" });
});

test("fragments, aliases, @include and @skip are honoured", async () => {
  const order = addOrder(sample.store);
  const { data } = await sample.ask(
    "query($id: ID!, $yes: Boolean!) { it: order(id: $id) { ...Name legacyResourceId @skip(if: $yes) test @include(if: $yes) } } fragment Name on Order { title: name ... on Node { id } }",
    { id: `gid://shopify/Order/${order.id}`, yes: true },
  );
  expect(data).toEqual({ it: { title: order.name, id: `gid://shopify/Order/${order.id}`, test: false } });
});

test("variables of the wrong type and unknown operations are refused", async () => {
  expect((await sample.ask("query($id: ID!) { order(id: $id) { id } }")).errors[0].extensions.code).toBe("INVALID_VARIABLE");
  expect((await sample.ask("query A { shop { name } } query B { shop { name } }")).errors[0].message).toContain("No operation named");
});

test("lists of which the store holds nothing are empty", async () => {
  const { data, errors } = await sample.ask(
    "{ webhookSubscriptions(first: 5) { nodes { id topic uri } } currentAppInstallation { activeSubscriptions { id name status } } }",
  );
  expect(errors).toBeUndefined();
  expect(data).toEqual({ webhookSubscriptions: { nodes: [] }, currentAppInstallation: { activeSubscriptions: [] } });
});

test("tags are added by an app that may write, and the change is told", async () => {
  const order = addOrder(sample.store);
  const topics: string[] = [];
  sample.store.onEvent((event) => topics.push(event.topic));
  const mutation = 'mutation($id: ID!) { tagsAdd(id: $id, tags: ["vip"]) { node { ... on Order { tags } } userErrors { message } } }';
  const id = `gid://shopify/Order/${order.id}`;
  expect((await sample.ask(mutation, { id })).errors[0].extensions.code).toBe("ACCESS_DENIED");
  expect((await sample.ask(mutation, { id }, ["write_orders"])).data.tagsAdd).toEqual({ node: { tags: ["vip"] }, userErrors: [] });
  expect(topics).toEqual(["orders/updated"]);
});
