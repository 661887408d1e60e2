import { expect, test } from "vitest";
import { addLines, newCart } from "./cart.ts";
import { openCheckout } from "./checkout-session.ts";
import { payCheckout } from "./place-order.ts";
import { type PricingContext, priceCart } from "./price-cart.ts";
import { sampleStore } from "./sample-store.ts";

function setup() {
  const store = sampleStore();
  const cart = newCart(store.now());
  addLines(store, cart, [{ variantId: 111, quantity: 1, properties: {} }]);
  const checkout = openCheckout(store, cart, "someone@example.com");
  Object.assign(checkout.fields, { last_name: "Le", address1: "1 Main St", city: "Hue", country: "Vietnam" });
  const context: PricingContext = { runner: null, customerId: null, isAuthenticated: false, email: null, locale: "en" };
  return { store, cart, checkout, price: () => priceCart(store, cart, context) };
}
const request = { cardNumber: "1", expectedTotal: null };

test("a second payment while the first one is being priced gets the first one's order", async () => {
  const { store, checkout, price } = setup();
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const slowPrice = async () => {
    const priced = await price();
    await held;
    return priced;
  };
  const first = payCheckout(store, checkout, request, slowPrice);
  const second = payCheckout(store, checkout, request, slowPrice);
  goOn();
  const outcomes = await Promise.all([first, second]);
  expect(outcomes[0]).toMatchObject({ ok: true });
  expect(outcomes[1]).toEqual(outcomes[0]);
  expect(store.orders.size).toBe(1);
});

test("a cart that changes while it is being priced is not sold at the old figures", async () => {
  const { store, cart, checkout, price } = setup();
  const changing = async () => {
    const priced = await price();
    addLines(store, cart, [{ variantId: 112, quantity: 1, properties: {} }]);
    return priced;
  };
  expect(await payCheckout(store, checkout, request, changing)).toEqual({ ok: false, problem: { reason: "total_changed" } });
  expect(store.orders.size).toBe(0);
});

test("two checkouts of the last units: the later one is told", async () => {
  const { store, cart, checkout, price } = setup();
  addLines(store, cart, [{ variantId: 121, quantity: 2, properties: {} }]);
  const sellingOut = async () => {
    const priced = await price();
    const variant = store.variants.get(121);
    if (variant) variant.inventoryQuantity = 1;
    return priced;
  };
  expect(await payCheckout(store, checkout, request, sellingOut)).toEqual({
    ok: false,
    problem: { reason: "unavailable", titles: ["Ethiopia Guji"] },
  });
});
