import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { createFunctionRunner, type FunctionRunner } from "../functions/function-runner.ts";
import { functionsSchemaFile } from "../functions/functions-schema-file.ts";
import type { StoreEvent } from "../store/model.ts";
import type { Store } from "../store/store.ts";
import { startTestStorefront, type TestShopper } from "../storefront/test-storefront.ts";
import { addDiscount, sampleStore } from "./sample-store.ts";

const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((item) => item.close()));
});

async function setup(prepare: (store: Store) => void = () => {}, runner: FunctionRunner | null = null) {
  const store = sampleStore();
  prepare(store);
  const events: StoreEvent[] = [];
  store.onEvent((event) => events.push(event));
  const shop = await startTestStorefront({ store, runner });
  running.push(shop);
  return { store, events, shop, shopper: shop.shopper() };
}

const details = {
  email: "new@example.com",
  first_name: "Bao",
  last_name: "Le",
  address1: "1 Main St",
  city: "Hue",
  country: "Vietnam",
  shipping_rate: "standard",
};

async function toCheckout(shopper: TestShopper, items: object[]): Promise<string> {
  expect((await shopper.json("/cart/add.js", { items })).status).toBe(200);
  return (await shopper.send("/checkout")).headers.get("location") ?? "";
}
const expectedTotal = async (shopper: TestShopper, url: string) =>
  /name="expected_total" value="(\d+)"/.exec(await shopper.text(url))?.[1] ?? "";

test("a paid checkout makes one order with its lines, attributes and discounts, a customer, and an empty cart", async () => {
  const { store, events, shopper } = await setup((own) => {
    addDiscount(own, { id: 1, kind: "automatic_basic", title: "Ten off", percentage: 10 });
  });
  const url = await toCheckout(shopper, [{ id: 112, quantity: 2, properties: { _crescendo: "1.7.x", Engraving: "Hi" } }]);
  await shopper.json("/cart/update.js", { attributes: { source: "test" } });
  const total = await expectedTotal(shopper, url);
  const paid = await shopper.form(url, { ...details, card_number: "1", expected_total: total });
  expect([paid.status, paid.headers.get("location")]).toEqual([303, `${url}/thank-you`]);
  const [order] = [...store.orders.values()];
  expect(order).toMatchObject({
    email: "new@example.com",
    financialStatus: "PAID",
    test: false,
    subtotal: 7_198,
    discounts: 800,
    shipping: 0,
    total: 7_198,
    attributes: [{ key: "source", value: "test" }],
    discountApplications: [{ index: 0, title: "Ten off", kind: "automatic", value: { kind: "percentage", percentage: 10 } }],
    lines: [
      {
        variantId: 112,
        quantity: 2,
        unitPrice: 3_999,
        attributes: [
          { key: "_crescendo", value: "1.7.x" },
          { key: "Engraving", value: "Hi" },
        ],
        allocations: [{ applicationIndex: 0, amount: 800 }],
      },
    ],
  });
  expect(order?.discountApplications[0]).not.toHaveProperty("level");
  const customer = store.customers.get(order?.customerId ?? 0);
  expect(customer).toMatchObject({ email: "new@example.com", firstName: "Bao", numberOfOrders: 1, amountSpent: 7_198 });
  expect(events.map((event) => event.topic)).toEqual(["customers/create", "inventory_items/update", "customers/update", "orders/create"]);
  expect(store.variants.get(112)?.inventoryQuantity).toBe(9_998);
  expect(await shopper.text(`${url}/thank-you`)).toContain(order?.name ?? "no order");
  expect((await shopper.json("/cart.js")).body).toMatchObject({ item_count: 0, attributes: {} });
  expect((await shopper.json("/cart.js")).body.item_count).toBe(0);
});

test("an e-mail already known, in whatever case, stays one customer", async () => {
  const { store, shopper } = await setup();
  const url = await toCheckout(shopper, [{ id: 111 }]);
  await shopper.form(url, { ...details, email: " ANN@Example.com ", card_number: "1" });
  expect([...store.orders.values()][0]?.customerId).toBe(21);
  expect(store.customers.size).toBe(1);
});

test("two submits at once, and one more later, make one order", async () => {
  const { store, shopper } = await setup();
  const url = await toCheckout(shopper, [{ id: 111 }]);
  const fields = { ...details, card_number: "1", expected_total: await expectedTotal(shopper, url) };
  const both = await Promise.all([shopper.form(url, fields), shopper.form(url, fields)]);
  const later = await shopper.form(url, fields);
  expect([...both, later].map((response) => response.headers.get("location"))).toEqual(Array(3).fill(`${url}/thank-you`));
  expect(store.orders.size).toBe(1);
});

test("a declined card, a gateway error, a bad number and missing details make no order and say so", async () => {
  const { store, shopper } = await setup();
  const url = await toCheckout(shopper, [{ id: 111 }]);
  for (const [fields, message] of [
    [{ card_number: "2" }, "declined"],
    [{ card_number: "3" }, "could not be processed"],
    [{ card_number: "4111111111111111" }, "not valid here"],
    [{ card_number: "1", email: "not an e-mail" }, "Enter a valid email"],
    [{ card_number: "1", city: "" }, "Enter a city"],
  ] as const) {
    const response = await shopper.form(url, { ...details, ...fields });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(message);
  }
  expect(store.orders.size).toBe(0);
  expect((await shopper.form(url, { ...details, card_number: "1" })).status).toBe(303);
});

test("a price that changed since the page was shown is shown first", async () => {
  const { store, shopper } = await setup();
  const url = await toCheckout(shopper, [{ id: 111 }]);
  const seen = await expectedTotal(shopper, url);
  const variant = store.variants.get(111);
  if (variant) variant.price = 2_000;
  const response = await shopper.form(url, { ...details, card_number: "1", expected_total: seen });
  expect(await response.text()).toContain("The total has changed");
  expect(store.orders.size).toBe(0);
  await shopper.form(url, { ...details, card_number: "1", expected_total: await expectedTotal(shopper, url) });
  expect([...store.orders.values()][0]?.lines[0]?.unitPrice).toBe(2_000);
});

test("the e-mail given at the checkout identifies a customer to the Function before anything is paid", async () => {
  const runner = await createFunctionRunner({
    extensionsFolder: join(import.meta.dirname, "../functions/fixtures/extensions"),
    schemaFile: await functionsSchemaFile(),
  });
  const { store, shopper } = await setup((own) => {
    const ann = own.customers.get(21);
    if (ann) ann.numberOfOrders = 3;
    addDiscount(own, { id: 1, kind: "automatic_app", title: "Crescendo", functionHandle: "half-off", appClientId: "app1" });
    own.setMetafield({
      ownerGid: "gid://shopify/DiscountAutomaticNode/1",
      namespace: "$app:half-off",
      key: "configuration",
      type: "json",
      value: '{"mode":"first_time"}',
      clientId: "app1",
    });
  }, runner);
  const url = await toCheckout(shopper, [{ id: 112, properties: { _half: "1" } }]);
  const asGuest = await expectedTotal(shopper, url);
  expect(asGuest).toBe("2499");
  const refused = await shopper.form(url, { ...details, email: "ann@example.com", card_number: "1", expected_total: asGuest });
  expect(await refused.text()).toContain("The total has changed");
  expect(await expectedTotal(shopper, url)).toBe("4499");
  const paid = await shopper.form(url, { ...details, email: "someone.new@example.com", card_number: "1", expected_total: asGuest });
  expect(paid.status).toBe(303);
  expect([...store.orders.values()][0]).toMatchObject({ discounts: 2_000, discountApplications: [{ title: "Half price" }] });
  runner.close();
}, 120_000);

test("stock that ran out in the meantime stops the payment", async () => {
  const { store, shop, shopper } = await setup();
  const url = await toCheckout(shopper, [{ id: 121, quantity: 2 }]);
  const other = shop.shopper();
  const otherUrl = await toCheckout(other, [{ id: 121, quantity: 1 }]);
  await other.form(otherUrl, { ...details, card_number: "1" });
  const response = await shopper.form(url, { ...details, card_number: "1" });
  expect(response.status).toBe(422);
  expect(await response.text()).toMatch(/no longer available[\s\S]*Ethiopia Guji/);
  expect(store.variants.get(121)?.inventoryQuantity).toBe(1);
});

test("a discount code is applied, named on the line and removed; a wrong one is explained", async () => {
  const { shopper } = await setup((own) => {
    addDiscount(own, { id: 1, kind: "code_basic", code: "SAVE20", percentage: 20 });
  });
  const url = await toCheckout(shopper, [{ id: 112 }]);
  const wrong = await shopper.form(`${url}/update`, { ...details, discount: "nope", apply: "1" });
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining("NOPE is not a valid discount code.")]);
  await shopper.form(`${url}/update`, { ...details, discount: "save20", apply: "1" });
  expect(await shopper.text(url)).toMatch(/SAVE20 <span class="amount">\(−\$8\.00\)/);
  expect(await shopper.text(url)).toContain('value="new@example.com"');
  await shopper.form(`${url}/update`, { ...details, remove_code: "SAVE20" });
  expect(await shopper.text(url)).not.toContain("SAVE20");
});

test("shipping is paid below the limit, free above it, and may be express", async () => {
  const { store, shopper } = await setup();
  const url = await toCheckout(shopper, [{ id: 111 }]);
  await shopper.form(url, { ...details, shipping_rate: "express", card_number: "1" });
  expect([...store.orders.values()][0]).toMatchObject({ shipping: 1_500, total: 2_750 });
});

test("nothing typed at the checkout can become markup", async () => {
  const { shopper } = await setup();
  const url = await toCheckout(shopper, [{ id: 111, properties: { "<i>x": "<script>alert(1)</script>" } }]);
  await shopper.form(`${url}/update`, { ...details, first_name: '"><script>alert(2)</script>' });
  const html = await shopper.text(url);
  expect(html).not.toContain("<script>alert");
  expect(html).not.toContain("<i>x");
});
