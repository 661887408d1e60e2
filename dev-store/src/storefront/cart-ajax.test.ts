import { afterAll, beforeAll, expect, test } from "vitest";
import { addDiscount, addProduct, sampleStore } from "../checkout/sample-store.ts";
import { startTestStorefront } from "./test-storefront.ts";

const store = sampleStore();
let shop: Awaited<ReturnType<typeof startTestStorefront>>;
beforeAll(async () => {
  shop = await startTestStorefront({ store });
});
afterAll(() => shop.close());

test("an empty cart has the shape Shopify documents", async () => {
  const { body } = await shop.shopper().json("/cart.js");
  expect(body).toMatchObject({
    note: "",
    attributes: {},
    item_count: 0,
    items: [],
    total_price: 0,
    currency: "USD",
    cart_level_discount_applications: [],
  });
});

test("adding one variant answers its line; adding it again answers the summed quantity", async () => {
  const shopper = shop.shopper();
  const first = await shopper.json("/cart/add.js", { id: 111, quantity: 2 });
  expect(first).toMatchObject({
    status: 200,
    body: { variant_id: 111, quantity: 2, price: 1250, final_line_price: 2500, product_title: "House Blend", variant_title: "250 g" },
  });
  expect((await shopper.json("/cart/add.js", { id: "111" })).body.quantity).toBe(3);
  expect((await shopper.json("/cart.js")).body).toMatchObject({
    item_count: 3,
    total_price: 3750,
    items: [{ url: "/products/house-blend?variant=111" }],
  });
});

test("lines merge when variant and properties are equal, whatever the order of the properties", async () => {
  const shopper = shop.shopper();
  await shopper.json("/cart/add.js", { items: [{ id: 111, quantity: 1, properties: { a: "1", _b: "2" } }] });
  const { body } = await shopper.json("/cart/add.js", { items: [{ id: 111, quantity: 1, properties: { _b: "2", a: "1" } }, { id: 111 }] });
  expect(body.items.map((item: { quantity: number }) => item.quantity)).toEqual([2, 1]);
  const cart = (await shopper.json("/cart.js")).body;
  expect(cart.items.map((item: { properties: object }) => item.properties)).toEqual([{}, { a: "1", _b: "2" }]);
});

test("underscore properties are in the JSON and not on the cart page", async () => {
  const shopper = shop.shopper();
  await shopper.json("/cart/add.js", { id: 111, properties: { _hidden: "secret-mark", Engraving: "For Ann" } });
  expect((await shopper.json("/cart.js")).body.items[0].properties).toEqual({ _hidden: "secret-mark", Engraving: "For Ann" });
  const html = (await shopper.text("/cart")).replace(/<script type="application\/json">.*?<\/script>/gs, "");
  expect(html).toContain("Engraving: For Ann");
  expect(html).not.toContain("secret-mark");
});

test("form and multipart posts are understood like JSON", async () => {
  const shopper = shop.shopper();
  const redirect = await shopper.form("/cart/add", { id: "111", quantity: "2", "properties[_x]": "1" });
  expect([redirect.status, redirect.headers.get("location")]).toEqual([302, "/cart"]);
  const multipart = new FormData();
  multipart.set("items[0][id]", "112");
  multipart.set("items[0][properties][Note]", "hi");
  const response = await shopper.send("/cart/add.js", { method: "POST", body: multipart });
  expect(await response.json()).toMatchObject({ items: [{ variant_id: 112, properties: { Note: "hi" } }] });
  expect((await shopper.json("/cart.js")).body.items[1]).toMatchObject({ quantity: 2, properties: { _x: "1" } });
});

test("what cannot be bought is refused with 422 and leaves the cart alone", async () => {
  const shopper = shop.shopper();
  await shopper.json("/cart/add.js", { id: 111 });
  for (const [items, description] of [
    [[{ id: 131 }], "The product 'Paper Filters' is already sold out."],
    [[{ id: 121, quantity: 3 }], "You can only add 2 of 'Ethiopia Guji' to the cart."],
    [[{ id: 999 }], "Cannot find variant"],
    [[{ id: 111 }, { id: 131 }], "The product 'Paper Filters' is already sold out."],
  ] as const) {
    const { status, body } = await shopper.json("/cart/add.js", { items });
    expect([status, body]).toEqual([422, { status: 422, message: "Cart Error", description }]);
  }
  expect((await shopper.json("/cart.js")).body.item_count).toBe(1);
});

test("a malformed request is answered with 400 that says what is wrong", async () => {
  const shopper = shop.shopper();
  expect((await shopper.json("/cart/add.js", { quantity: 1 })).body.description).toContain("id");
  const broken = await shopper.send("/cart/add.js", { method: "POST", headers: { "content-type": "application/json" }, body: "{" });
  expect(broken.status).toBe(400);
  expect((await shopper.json("/cart/change.js", { id: 111, quantity: 1 })).status).toBe(400);
});

test("change takes a variant id, a key or a line number, and 0 removes", async () => {
  const shopper = shop.shopper();
  await shopper.json("/cart/add.js", { items: [{ id: 111 }, { id: 112 }] });
  expect((await shopper.json("/cart/change.js", { id: 111, quantity: 4 })).body.item_count).toBe(5);
  const { key } = (await shopper.json("/cart.js")).body.items[0];
  expect((await shopper.json("/cart/change.js", { id: key, quantity: 2 })).body.items[0]).toMatchObject({ variant_id: 112, quantity: 2 });
  const changed = (await shopper.json("/cart/change.js", { line: 2, quantity: 1, properties: { _p: "1" } })).body.items[1];
  expect(changed).toMatchObject({ quantity: 1, properties: { _p: "1" } });
  expect((await shopper.json("/cart/change.js", { line: 1, quantity: 0 })).body.items).toHaveLength(1);
});

test("update takes a map or a list, a note and attributes", async () => {
  const shopper = shop.shopper();
  await shopper.json("/cart/add.js", { items: [{ id: 111 }, { id: 112 }] });
  expect(
    (await shopper.json("/cart/update.js", { updates: { 111: 3, 121: 1 } })).body.items.map((item: { id: number; quantity: number }) => [
      item.id,
      item.quantity,
    ]),
  ).toEqual([
    [121, 1],
    [112, 1],
    [111, 3],
  ]);
  expect((await shopper.json("/cart/update.js", { updates: [0, 2, 0] })).body.items).toMatchObject([{ id: 112, quantity: 2 }]);
  const { body } = await shopper.json("/cart/update.js", { note: "Ring twice", attributes: { gift: "yes" } });
  expect(body).toMatchObject({ note: "Ring twice", attributes: { gift: "yes" } });
  expect((await shopper.json("/cart/clear.js", {})).body).toMatchObject({ item_count: 0, note: "Ring twice" });
});

test("attributes come as JSON or as a form, stay until they are emptied, and outlive a cleared cart", async () => {
  const shopper = shop.shopper();
  const attributes = async () => (await shopper.json("/cart.js")).body.attributes;
  expect((await shopper.json("/cart/update.js", { attributes: { _crescendo_visitor: "v1", gift: "yes" } })).body).toMatchObject({
    attributes: { _crescendo_visitor: "v1", gift: "yes" },
  });
  await shopper.json("/cart/add.js", { id: 111 });
  const form = await shopper.form("/cart/update.js", { "attributes[_crescendo_visitor]": "v2", "attributes[Delivery day]": "Tue" });
  expect(await form.json()).toMatchObject({ item_count: 1, attributes: { _crescendo_visitor: "v2", gift: "yes", "Delivery day": "Tue" } });
  // a form of the cart page that knows nothing of attributes leaves them alone
  expect((await shopper.form("/cart", [["updates[]", "2"]])).status).toBe(302);
  await shopper.json("/cart/update.js", { attributes: { "Delivery day": "", gift: null } });
  expect(await attributes()).toEqual({ _crescendo_visitor: "v2" });
  expect((await shopper.json("/cart/clear.js", {})).body).toMatchObject({ items: [], attributes: { _crescendo_visitor: "v2" } });
  expect(await attributes()).toEqual({ _crescendo_visitor: "v2" });
  expect((await shop.shopper().json("/cart.js")).body.attributes).toEqual({});
});

test("Liquid reads the cart's attributes, and the cart page stays whole with them", async () => {
  const shopper = shop.shopper();
  await shopper.json("/cart/add.js", { id: 111 });
  await shopper.json("/cart/update.js", { attributes: { _crescendo_visitor: "<v>", gift: "yes" } });
  const html = await shopper.text("/cart");
  expect(html).toContain('data-visitor="&lt;v&gt;" data-attributes="_crescendo_visitor gift"');
  expect(html).toContain("House Blend");
  expect((await shopper.form("/cart", { "updates[]": "3", checkout: "1" })).headers.get("location")).toBe("/checkout");
});

test("an asked-for section comes back as null, as for one that cannot be rendered", async () => {
  const { body } = await shop.shopper().json("/cart/add.js", { items: [{ id: 111 }], sections: "cart-drawer,cart-icon" });
  expect(body.sections).toEqual({ "cart-drawer": null, "cart-icon": null });
});

test("discounts show on the line and on the cart, and all figures agree", async () => {
  const own = sampleStore();
  const both = { orderDiscounts: true, productDiscounts: true, shippingDiscounts: true };
  addProduct(own, { id: 14, handle: "cup", title: "Cup" }, [{ id: 141, price: 999 }]);
  addDiscount(own, { id: 1, kind: "automatic_basic", title: "Ten off", percentage: 10, combinesWith: both });
  addDiscount(own, { id: 2, kind: "automatic_basic", title: "Five more", percentage: 5, discountClasses: ["ORDER"], combinesWith: both });
  const server = await startTestStorefront({ store: own });
  try {
    const shopper = server.shopper();
    await shopper.json("/cart/add.js", { items: [{ id: 141, quantity: 3 }] });
    const { body } = await shopper.json("/cart.js");
    expect(body).toMatchObject({
      original_total_price: 2997,
      items_subtotal_price: 2697,
      total_price: 2562,
      total_discount: 435,
      items: [
        {
          original_line_price: 2997,
          final_line_price: 2697,
          discounted_price: 899,
          line_level_total_discount: 300,
          line_level_discount_allocations: [
            { amount: 300, discount_application: { title: "Ten off", value: "10.0", value_type: "percentage" } },
          ],
        },
      ],
      cart_level_discount_applications: [{ title: "Five more", total_allocated_amount: 135, type: "automatic" }],
    });
  } finally {
    await server.close();
  }
});

test("a permalink fills the cart and goes to the checkout", async () => {
  const shopper = shop.shopper();
  const response = await shopper.send("/cart/111:2,112:1?attributes[ref]=mail&note=Ring");
  expect(response.headers.get("location")).toBe("/checkout");
  expect((await shopper.json("/cart.js")).body).toMatchObject({ item_count: 3, attributes: { ref: "mail" }, note: "Ring" });
});

test("a line whose product is gone leaves the cart, and line numbers follow", async () => {
  const own = sampleStore();
  const server = await startTestStorefront({ store: own });
  try {
    const shopper = server.shopper();
    await shopper.json("/cart/add.js", { items: [{ id: 111 }, { id: 121 }] });
    own.products.delete(12);
    expect((await shopper.json("/cart.js")).body.items.map((item: { id: number }) => item.id)).toEqual([111]);
    expect((await shopper.json("/cart/change.js", { line: 1, quantity: 5 })).body.items).toMatchObject([{ id: 111, quantity: 5 }]);
  } finally {
    await server.close();
  }
});

test("a discount link keeps its code and leads nowhere but this shop", async () => {
  const own = sampleStore();
  addDiscount(own, { id: 1, kind: "code_basic", code: "LINK", percentage: 10 });
  const server = await startTestStorefront({ store: own });
  try {
    const shopper = server.shopper();
    expect((await shopper.send("/discount/link?redirect=/products/house-blend")).headers.get("location")).toBe("/products/house-blend");
    expect((await shopper.send("/discount/link?redirect=//elsewhere.example")).headers.get("location")).toBe("/");
    await shopper.json("/cart/add.js", { id: 111 });
    expect((await shopper.json("/cart.js")).body).toMatchObject({
      total_discount: 125,
      discount_codes: [{ code: "LINK", applicable: true }],
    });
  } finally {
    await server.close();
  }
});
