import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFunctionRunner, type FunctionRunner } from "../functions/function-runner.ts";
import { functionsSchemaFile } from "../functions/functions-schema-file.ts";
import type { Store } from "../store/store.ts";
import { addLines, newCart } from "./cart.ts";
import { type PricingContext, priceCart } from "./price-cart.ts";
import { addDiscount, sampleStore } from "./sample-store.ts";

let runner: FunctionRunner;
beforeAll(async () => {
  runner = await createFunctionRunner({
    extensionsFolder: join(import.meta.dirname, "../functions/fixtures/extensions"),
    schemaFile: await functionsSchemaFile(),
  });
}, 120_000);
afterAll(() => runner.close());

const guest = (): PricingContext => ({ runner, customerId: null, isAuthenticated: false, email: null, locale: "en" });
const WITH_ALL = { orderDiscounts: true, productDiscounts: true, shippingDiscounts: true };

function cartOf(store: Store, items: { variantId: number; quantity: number; properties?: Record<string, string> }[]) {
  const cart = newCart(store.now());
  const outcome = addLines(
    store,
    cart,
    items.map((item) => ({ properties: {}, ...item })),
  );
  expect(outcome.ok).toBe(true);
  return cart;
}

test("a Discount Function's price shows with its own message, on the units it names", async () => {
  const store = sampleStore();
  addDiscount(store, { id: 1, kind: "automatic_app", title: "Crescendo", functionHandle: "half-off", appClientId: "app1" });
  const priced = await priceCart(
    store,
    cartOf(store, [
      { variantId: 112, quantity: 2, properties: { _half: "1" } },
      { variantId: 111, quantity: 1 },
    ]),
    guest(),
  );
  expect(priced).toMatchObject({
    originalSubtotal: 9_248,
    totalDiscount: 2_000,
    subtotal: 7_248,
    applications: [{ title: "Half price", kind: "automatic", value: { kind: "percentage", percentage: 50 } }],
    notes: [],
  });
});

test("a Function that fails gives no discount, says why, and other discounts hold", async () => {
  const store = sampleStore();
  addDiscount(store, { id: 1, kind: "automatic_app", title: "Crescendo", functionHandle: "gone", combinesWith: WITH_ALL });
  addDiscount(store, { id: 2, kind: "automatic_basic", percentage: 10, combinesWith: WITH_ALL });
  const priced = await priceCart(store, cartOf(store, [{ variantId: 111, quantity: 2 }]), guest());
  expect(priced.totalDiscount).toBe(250);
  expect(priced.notes).toEqual(["Crescendo: No extension has a Function with the handle gone."]);
});

test("product discounts of a Function need the discount's PRODUCT class", async () => {
  const store = sampleStore();
  addDiscount(store, { id: 1, kind: "automatic_app", title: "Crescendo", functionHandle: "half-off", discountClasses: ["ORDER"] });
  const priced = await priceCart(store, cartOf(store, [{ variantId: 112, quantity: 1, properties: { _half: "1" } }]), guest());
  expect(priced.totalDiscount).toBe(0);
  expect(priced.notes[0]).toContain("PRODUCT class");
});

test("only discounts that have begun and not ended hold", async () => {
  const store = sampleStore();
  const now = store.now();
  addDiscount(store, { id: 1, kind: "automatic_basic", percentage: 10, startsAt: now + 60_000 });
  addDiscount(store, { id: 2, kind: "automatic_basic", percentage: 20, endsAt: now - 1 });
  addDiscount(store, { id: 3, kind: "automatic_basic", percentage: 30, status: "EXPIRED" });
  const cart = cartOf(store, [{ variantId: 111, quantity: 1 }]);
  expect((await priceCart(store, cart, guest())).totalDiscount).toBe(0);
  store.clockOffset = 120_000;
  expect((await priceCart(store, cart, guest())).totalDiscount).toBe(125);
});

test("each entered code says what became of it", async () => {
  const store = sampleStore();
  addDiscount(store, { id: 1, kind: "automatic_basic", percentage: 30 });
  addDiscount(store, { id: 2, kind: "code_basic", code: "Ten", percentage: 10 });
  addDiscount(store, { id: 3, kind: "code_basic", code: "OLD", percentage: 10, status: "EXPIRED" });
  addDiscount(store, { id: 4, kind: "code_basic", code: "HALF", percentage: 50 });
  const cart = cartOf(store, [{ variantId: 111, quantity: 1 }]);
  cart.discountCodes = ["TEN", "OLD", "NONE", "HALF"];
  const priced = await priceCart(store, cart, guest());
  expect(priced.codes.map((item) => item.state)).toEqual(["not_combined", "not_active", "unknown", "applied"]);
  expect(priced.applications).toMatchObject([{ kind: "code", code: "HALF", title: "HALF" }]);
});

test("a line that can no longer be bought costs nothing and is named", async () => {
  const store = sampleStore();
  const cart = cartOf(store, [
    { variantId: 111, quantity: 1 },
    { variantId: 112, quantity: 1 },
  ]);
  store.variants.delete(112);
  const priced = await priceCart(store, cart, guest());
  expect(priced.missing.map((line) => line.variantId)).toEqual([112]);
  expect(priced.subtotal).toBe(1_250);
});
