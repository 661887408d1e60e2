import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { noFaults } from "./faults.ts";
import { ALL_SCOPES, type Answer, addCustomer, addOrder, addProduct, CLIENT_ID, line, sampleAdmin, sampleStore } from "./sample-admin.ts";

let sample: Awaited<ReturnType<typeof sampleAdmin>>;
beforeAll(async () => {
  sample = await sampleAdmin();
});
afterAll(() => sample.api.close());
beforeEach(() => {
  sample.store = sampleStore();
  sample.api.protectedCustomerData.clear();
  Object.assign(sample.api.faults, noFaults());
});

const ask = async (query: string, variables: Record<string, unknown> = {}, scopes: string[] = ALL_SCOPES): Promise<Answer> => {
  const answer = await sample.api.handle(sample.store, { clientId: CLIENT_ID, scopes, body: JSON.stringify({ query, variables }) });
  return JSON.parse(answer.body);
};

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
  const answer = await ask(`{ order(id: "gid://shopify/Order/${order.id}") { id fulfillments { id } } }`);
  expect(answer.data).toBeUndefined();
  expect(answer.errors[0].message).toBe("The local store does not answer Order.fulfillments yet.");
});

test("a mutation with an unanswered field changes nothing", async () => {
  const answer = await ask(
    `mutation { discountAutomaticAppCreate(automaticAppDiscount: {title: "T", functionHandle: "crescendo-offers", startsAt: "2026-01-01T00:00:00Z", discountClasses: [PRODUCT]}) { automaticAppDiscount { errorHistory { errorsFirstOccurredAt } } userErrors { message } } }`,
  );
  expect(answer.errors[0].message).toContain("DiscountAutomaticApp.errorHistory");
  expect(sample.store.discounts.size).toBe(0);
});

test("the shop and the installation answer who is asking", async () => {
  const { data } = await ask(
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

test("a missing scope is ACCESS_DENIED with what is required; a nullable field keeps the rest of the answer", async () => {
  addCustomer(sample.store, 7);
  const order = addOrder(sample.store, 0, { customerId: 7 });
  const denied = await ask("{ orders(first: 1) { nodes { id } } }", {}, ["read_products"]);
  expect(denied.data).toBeNull();
  expect(denied.errors[0].message).toMatch(/^Access denied for orders field\. Required access: `read_orders` access scope/);
  expect(denied.errors[0].extensions.code).toBe("ACCESS_DENIED");
  const partly = await ask(`{ order(id: "gid://shopify/Order/${order.id}") { name customer { id } } }`, {}, ["read_orders"]);
  expect(partly.data.order).toEqual({ name: order.name, customer: null });
  expect(partly.errors[0]).toMatchObject({
    path: ["order", "customer"],
    extensions: { code: "ACCESS_DENIED", requiredAccess: "`read_customers` access scope." },
  });
  const throughNode = await ask(`{ node(id: "gid://shopify/Order/${order.id}") { id } }`, {}, ["read_products"]);
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
  const some = await ask(query, { id: gidOf(old) }, ["read_orders", "read_customers"]);
  expect(some.data).toEqual({
    orders: { nodes: [{ id: gidOf(recent) }] },
    ordersCount: { count: 1 },
    order: null,
    node: null,
    nodes: [null],
    customer: { numberOfOrders: "2", lastOrder: { id: gidOf(recent) }, orders: { nodes: [{ id: gidOf(recent) }] } },
  });
  const all = await ask(query, { id: gidOf(old) });
  expect(all.data.orders.nodes).toHaveLength(2);
  expect(all.data.order.id).toBe(gidOf(old));
});

test("protected customer data of level 1 leaves out what names a person", async () => {
  addCustomer(sample.store, 7);
  sample.api.protectedCustomerData.set("sample.myshopify.com", "level1");
  const answer = await ask(`{ customer(id: "gid://shopify/Customer/7") { id numberOfOrders email } }`);
  expect(answer.data.customer).toEqual({ id: "gid://shopify/Customer/7", numberOfOrders: "0", email: null });
  expect(answer.errors[0].message).toContain("This app is not approved to use the email field");
});

test("a walk over pages gives the full list once, whatever the page size, order and direction", async () => {
  const { store } = sample;
  for (let at = 0; at < 23; at += 1) addOrder(store, at % 5);
  sample.api.faults.bucket = { maximumAvailable: 1_000_000, restoreRate: 1 };
  const walk = async (size: number, key: string, reverse: boolean, backward: boolean) => {
    const ids: string[] = [];
    let cursor: string | null = null;
    for (;;) {
      const paging = backward ? "last: $size, before: $cursor" : "first: $size, after: $cursor";
      const answer = await ask(
        `query($size: Int, $cursor: String, $key: OrderSortKeys, $reverse: Boolean) { orders(${paging}, sortKey: $key, reverse: $reverse) { edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
        { size, cursor, key, reverse },
      );
      const { edges, pageInfo } = answer.data.orders;
      const page = edges.map((edge: Answer) => edge.node.id);
      ids.splice(backward ? 0 : ids.length, 0, ...page);
      expect(pageInfo[backward ? "hasNextPage" : "hasPreviousPage"]).toBe(cursor !== null);
      if (!pageInfo[backward ? "hasPreviousPage" : "hasNextPage"]) return ids;
      cursor = backward ? pageInfo.startCursor : pageInfo.endCursor;
    }
  };
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 30 }),
      fc.constantFrom("ID", "CREATED_AT", "PROCESSED_AT", "UPDATED_AT"),
      fc.boolean(),
      fc.boolean(),
      async (size, key, reverse, backward) => {
        const ids = await walk(size, key, reverse, backward);
        const by = { ID: "id", CREATED_AT: "createdAt", PROCESSED_AT: "processedAt", UPDATED_AT: "updatedAt" }[key] as "id" | "createdAt";
        const wanted = [...store.orders.values()]
          .sort((a, b) => a[by] - b[by] || a.id - b.id)
          .map((order) => `gid://shopify/Order/${order.id}`);
        expect(ids).toEqual(reverse ? wanted.reverse() : wanted);
      },
    ),
    { numRuns: 40 },
  );
});

test("a list without first or last, or with more than 250, is refused", async () => {
  expect((await ask("{ orders { nodes { id } } }")).errors[0].message).toBe("you must provide one of first or last");
  expect((await ask("{ orders(first: 251) { nodes { id } } }")).errors[0].message).toContain("250");
});

test("orders are found by updated_at, also after a change", async () => {
  const { store } = sample;
  const [first, second] = [addOrder(store, 3), addOrder(store, 2)];
  const since = new Date(store.now() - 86_400_000).toISOString();
  const find = async (query: string) =>
    (
      await ask("query($q: String) { orders(first: 10, query: $q, sortKey: UPDATED_AT) { nodes { name } } }", { q: query })
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
  const { data } = await ask(`{ order(id: "gid://shopify/Order/${order.id}") { updatedAt } }`);
  const count = async (comparator: string) =>
    (await ask("query($q: String) { ordersCount(query: $q) { count } }", { q: `updated_at:${comparator}'${data.order.updatedAt}'` })).data
      .ordersCount.count;
  expect([await count(">="), await count(">"), await count("<="), await count("<")]).toEqual([1, 0, 1, 0]);
});

test("an unknown filter is left out with a warning, one that Shopify knows and the store does not is an error", async () => {
  addOrder(sample.store);
  const unknown = await ask(`{ orders(first: 5, query: "colour:red") { nodes { id } } }`);
  expect(unknown.extensions.search[0]).toMatchObject({
    query: "colour:red",
    warnings: [{ field: "colour", message: "Invalid search field for this query.", code: "invalid_field" }],
  });
  const unanswered = await ask(`{ orders(first: 5, query: "risk_level:high") { nodes { id } } }`);
  expect(unanswered.errors[0].message).toContain("risk_level");
});

test("customers and products are found by their words", async () => {
  const { store } = sample;
  addCustomer(store, 7);
  addCustomer(store, 8);
  addProduct(store, 1, { title: "Green Hoodie" });
  addProduct(store, 2, { title: "Blue Cap" });
  const { data } = await ask(
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

test("money is exact in both currencies, with the decimals each of them has", async () => {
  const cases = [
    { shop: "USD", presentment: "JPY", rate: 151.37, unitPrice: 1999, shopMoney: "19.99", presentmentMoney: "3026.0" },
    { shop: "JPY", presentment: "USD", rate: 0.0066, unitPrice: 1500, shopMoney: "1500.0", presentmentMoney: "9.9" },
    { shop: "KWD", presentment: "USD", rate: 3.25, unitPrice: 1005, shopMoney: "1.005", presentmentMoney: "3.27" },
    { shop: "USD", presentment: "USD", rate: 1, unitPrice: 1000, shopMoney: "10.0", presentmentMoney: "10.0" },
  ];
  for (const one of cases) {
    sample.store = sampleStore({ currency: one.shop });
    const order = addOrder(sample.store, 0, {
      presentmentCurrency: one.presentment,
      presentmentRate: one.rate,
      lines: [line(sample.store, { unitPrice: one.unitPrice })],
    });
    const { data } = await ask(
      `{ order(id: "gid://shopify/Order/${order.id}") { totalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } } } }`,
    );
    expect(data.order.totalPriceSet).toEqual({
      shopMoney: { amount: one.shopMoney, currencyCode: one.shop },
      presentmentMoney: { amount: one.presentmentMoney, currencyCode: one.presentment },
    });
  }
});

test("an order tells its lines, discounts, refunds and payments", async () => {
  const { store } = sample;
  addProduct(store, 1);
  const item = line(store, {
    productId: 1,
    variantId: 10,
    quantity: 3,
    currentQuantity: 3,
    unitPrice: 1000,
    attributes: [{ key: "_offer", value: "5" }],
    allocations: [
      { applicationIndex: 0, amount: 300 },
      { applicationIndex: 1, amount: 90 },
    ],
  });
  const order = addOrder(store, 1, {
    lines: [item],
    attributes: [{ key: "_visitor", value: "v" }],
    shipping: 500,
    discountApplications: [
      {
        index: 0,
        kind: "automatic",
        title: "Offer",
        code: null,
        value: { kind: "percentage", percentage: 10 },
        allocationMethod: "EACH",
        targetSelection: "ENTITLED",
      },
      {
        index: 1,
        kind: "code",
        title: "SAVE",
        code: "SAVE",
        value: { kind: "fixed", amount: 90 },
        allocationMethod: "ACROSS",
        targetSelection: "ALL",
      },
    ],
  });
  store.refundOrder(order.id, { amount: 870, lines: [{ lineId: item.id, quantity: 1 }] });
  const { data, errors } = await ask(`{ order(id: "gid://shopify/Order/${order.id}") {
    displayFinancialStatus customAttributes { key value } subtotalPriceSet { shopMoney { amount } } currentSubtotalPriceSet { shopMoney { amount } } totalDiscountsSet { shopMoney { amount } } totalPriceSet { shopMoney { amount } } currentTotalPriceSet { shopMoney { amount } } totalRefundedSet { shopMoney { amount } } netPaymentSet { shopMoney { amount } }
    discountApplications(first: 5) { nodes { __typename index ... on AutomaticDiscountApplication { title } ... on DiscountCodeApplication { code } value { ... on PricingPercentageValue { percentage } ... on MoneyV2 { amount } } } }
    transactions { kind status gateway amountSet { shopMoney { amount } } }
    refunds { totalRefundedSet { shopMoney { amount } } refundLineItems(first: 5) { nodes { quantity subtotalSet { shopMoney { amount } } lineItem { id } } } }
    lineItems(first: 5) { nodes { quantity currentQuantity refundableQuantity customAttributes { key value } discountedTotalSet { shopMoney { amount } } product { title } variant { sku inventoryItem { unitCost { amount currencyCode } } } discountAllocations { allocatedAmountSet { shopMoney { amount } } discountApplication { index } } } } } }`);
  expect(errors).toBeUndefined();
  const money = (amount: string) => ({ shopMoney: { amount } });
  expect(data.order).toEqual({
    displayFinancialStatus: "PARTIALLY_REFUNDED",
    customAttributes: [{ key: "_visitor", value: "v" }],
    subtotalPriceSet: money("26.1"),
    currentSubtotalPriceSet: money("17.4"),
    totalDiscountsSet: money("3.9"),
    totalPriceSet: money("31.1"),
    currentTotalPriceSet: money("22.4"),
    totalRefundedSet: money("8.7"),
    netPaymentSet: money("22.4"),
    discountApplications: {
      nodes: [
        { __typename: "AutomaticDiscountApplication", index: 0, title: "Offer", value: { percentage: 10 } },
        { __typename: "DiscountCodeApplication", index: 1, code: "SAVE", value: { amount: "0.9" } },
      ],
    },
    transactions: [
      { kind: "SALE", status: "SUCCESS", gateway: "bogus", amountSet: money("31.1") },
      { kind: "REFUND", status: "SUCCESS", gateway: "bogus", amountSet: money("8.7") },
    ],
    refunds: [
      {
        totalRefundedSet: money("8.7"),
        refundLineItems: { nodes: [{ quantity: 1, subtotalSet: money("8.7"), lineItem: { id: `gid://shopify/LineItem/${item.id}` } }] },
      },
    ],
    lineItems: {
      nodes: [
        {
          quantity: 3,
          currentQuantity: 2,
          refundableQuantity: 2,
          customAttributes: [{ key: "_offer", value: "5" }],
          discountedTotalSet: money("27.0"),
          product: { title: "Product 1" },
          variant: { sku: "SKU-1", inventoryItem: { unitCost: { amount: "4.0", currencyCode: "USD" } } },
          discountAllocations: [
            { allocatedAmountSet: money("3.0"), discountApplication: { index: 0 } },
            { allocatedAmountSet: money("0.9"), discountApplication: { index: 1 } },
          ],
        },
      ],
    },
  });
});

test("an empty bucket throttles until time restores it", async () => {
  sample.api.faults.bucket = { maximumAvailable: 40, restoreRate: 2 };
  const query = "{ orders(first: 10) { nodes { customer { id } } } }";
  const { extensions } = await ask(query);
  expect(extensions.cost).toMatchObject({
    requestedQueryCost: 10,
    actualQueryCost: 0,
    throttleStatus: { maximumAvailable: 40, restoreRate: 2 },
  });
  addOrder(sample.store);
  let throttled: Answer;
  for (let at = 0; at < 40 && !throttled; at += 1) {
    const answer = await ask(query);
    if (answer.errors) throttled = answer;
  }
  expect(throttled).toMatchObject({
    errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }],
    extensions: { cost: { requestedQueryCost: 10 } },
  });
  sample.store.clockOffset += 5000;
  expect((await ask(query)).errors).toBeUndefined();
});

test("a query that asks for too much is refused before it runs", async () => {
  const answer = await ask(
    "{ orders(first: 250) { nodes { lineItems(first: 250) { nodes { product { id } variant { id product { id } inventoryItem { id } } originalTotalSet { shopMoney { amount } } discountedTotalSet { shopMoney { amount } } } } } } }",
  );
  expect(answer.errors[0].extensions).toMatchObject({ code: "MAX_COST_EXCEEDED", maxCost: 1000 });
});

test("costs agree with the responses Shopify's users have published", async () => {
  addProduct(sample.store, 1);
  const cost = async (query: string) => (await ask(query)).extensions.cost.requestedQueryCost;
  expect(await cost(`{ product(id: "gid://shopify/Product/1") { variants(first: 250) { nodes { inventoryItem { id tracked } } } } }`)).toBe(
    25,
  );
  expect(await cost(`{ product(id: "gid://shopify/Product/1") { variants(first: 10) { edges { node { id title } } } } }`)).toBe(7);
  expect(await cost("{ shop { name } }")).toBe(1);
});

test("faults break requests as a network and a busy service do", async () => {
  const status = async () =>
    (await sample.api.handle(sample.store, { clientId: CLIENT_ID, scopes: [], body: JSON.stringify({ query: "{ shop { name } }" }) }))
      .status;
  sample.api.faults.http502Ratio = 1;
  expect(await status()).toBe(502);
  Object.assign(sample.api.faults, noFaults(), { resetRatio: 1 });
  expect(await status()).toBe(0);
  Object.assign(sample.api.faults, noFaults(), { throttleRatio: 1 });
  expect((await ask("{ shop { name } }")).errors[0].extensions.code).toBe("THROTTLED");
  Object.assign(sample.api.faults, noFaults(), { hangRatio: 1, hangMs: 30 });
  const began = performance.now();
  expect(await status()).toBe(200);
  expect(performance.now() - began).toBeGreaterThanOrEqual(25);
});

test("nodes keep the order of ids and give null for what is gone", async () => {
  const order = addOrder(sample.store);
  const { data } = await ask(
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
  const { data } = await ask(
    "query($id: ID!, $yes: Boolean!) { it: order(id: $id) { ...Name legacyResourceId @skip(if: $yes) test @include(if: $yes) } } fragment Name on Order { title: name ... on Node { id } }",
    { id: `gid://shopify/Order/${order.id}`, yes: true },
  );
  expect(data).toEqual({ it: { title: order.name, id: `gid://shopify/Order/${order.id}`, test: false } });
});

test("variables of the wrong type and unknown operations are refused", async () => {
  expect((await ask("query($id: ID!) { order(id: $id) { id } }")).errors[0].extensions.code).toBe("INVALID_VARIABLE");
  expect((await ask("query A { shop { name } } query B { shop { name } }")).errors[0].message).toContain("No operation named");
});

test("lists of which the store holds nothing are empty", async () => {
  const { data, errors } = await ask(
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
  expect((await ask(mutation, { id })).errors[0].extensions.code).toBe("ACCESS_DENIED");
  expect((await ask(mutation, { id }, ["write_orders"])).data.tagsAdd).toEqual({ node: { tags: ["vip"] }, userErrors: [] });
  expect(topics).toEqual(["orders/updated"]);
});
