import { randomUUID } from "node:crypto";
import type { Store } from "../store/store.ts";
import type { Cart } from "./cart.ts";

export interface CheckoutFields {
  email: string;
  first_name: string;
  last_name: string;
  address1: string;
  city: string;
  postal_code: string;
  country: string;
  shipping_rate: string;
  accepts_marketing: string;
}

/** One checkout of one cart. The address stays here and is forgotten with the process: the store keeps no addresses. */
export interface Checkout {
  readonly token: string;
  readonly cart: Cart;
  fields: CheckoutFields;
  /** set while a payment is under way, so that a second submit waits for the first one's order */
  payment: Promise<PaymentOutcome> | null;
  orderId: number | null;
}

export type PaymentProblem =
  | { reason: "declined" }
  | { reason: "gateway_error" }
  | { reason: "bad_card" }
  | { reason: "missing_field"; fields: (keyof CheckoutFields)[] }
  | { reason: "empty_cart" }
  | { reason: "unavailable"; titles: string[] }
  /** what the shopper was shown is no longer what the order would cost */
  | { reason: "total_changed" };

export type PaymentOutcome = { ok: true; orderId: number } | { ok: false; problem: PaymentProblem };

const checkouts = new WeakMap<Store, Map<string, Checkout>>();

export function checkoutsOf(store: Store): Map<string, Checkout> {
  let known = checkouts.get(store);
  if (!known) {
    known = new Map();
    checkouts.set(store, known);
  }
  return known;
}

/** The open checkout of a cart, or a new one; a paid one is left as it is. */
export function openCheckout(store: Store, cart: Cart, email: string | null): Checkout {
  const known = checkoutsOf(store);
  for (const checkout of known.values()) {
    if (checkout.cart === cart && checkout.orderId === null) {
      if (checkout.fields.email === "" && email !== null) checkout.fields.email = email;
      return checkout;
    }
  }
  const checkout: Checkout = {
    token: randomUUID().replaceAll("-", ""),
    cart,
    fields: {
      email: email ?? "",
      first_name: "",
      last_name: "",
      address1: "",
      city: "",
      postal_code: "",
      country: "",
      shipping_rate: "standard",
      accepts_marketing: "",
    },
    payment: null,
    orderId: null,
  };
  known.set(checkout.token, checkout);
  return checkout;
}
