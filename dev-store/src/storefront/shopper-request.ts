import type { Request, Response } from "express";
import { type Cart, newCart } from "../checkout/cart.ts";
import { readShopper } from "../platform/shopper-session.ts";
import type { Customer } from "../store/model.ts";
import type { Store } from "../store/store.ts";

export const LOCALES = ["en", "vi"] as const;
export type Locale = (typeof LOCALES)[number];

/** What is known of a shopper's request before any page is made. */
export interface ShopperRequest {
  readonly store: Store;
  readonly locale: Locale;
  /** "" or "/vi": what stands before every path of this shopper */
  readonly prefix: string;
  readonly customer: Customer | null;
  readonly cart: Cart;
  /** keeps the cart and gives the shopper its cookie */
  saveCart(): void;
}

const FOURTEEN_DAYS = 14 * 24 * 3600;
const carts = new WeakMap<Store, Map<string, Cart>>();

export function cartsOf(store: Store): Map<string, Cart> {
  let known = carts.get(store);
  if (!known) {
    known = new Map();
    carts.set(store, known);
  }
  return known;
}

/** `request.url` has lost its locale prefix by now; `prefixLocale` is what it was. */
export function shopperRequest(store: Store, request: Request, response: Response, prefixLocale: Locale | null): ShopperRequest {
  const asked = typeof request.query.locale === "string" ? request.query.locale : undefined;
  const locale =
    prefixLocale ?? LOCALES.find((known) => known === asked) ?? LOCALES.find((known) => known === cookie(request, "localization")) ?? "en";
  if (LOCALES.some((known) => known === asked))
    response.appendHeader("Set-Cookie", `localization=${asked}; Path=/; Max-Age=${FOURTEEN_DAYS}; SameSite=Lax`);
  const { customerId } = readShopper(request);
  const known = cartsOf(store);
  const cart = known.get(cookie(request, "cart") ?? "") ?? newCart(store.now());
  return {
    store,
    locale,
    prefix: prefixLocale === null || prefixLocale === "en" ? "" : `/${prefixLocale}`,
    customer: customerId === null ? null : (store.customers.get(customerId) ?? null),
    cart,
    saveCart() {
      if (known.get(cart.token) === cart) return;
      known.set(cart.token, cart);
      response.appendHeader("Set-Cookie", `cart=${cart.token}; Path=/; Max-Age=${FOURTEEN_DAYS}; SameSite=Lax`);
    },
  };
}

export function cookie(request: Pick<Request, "headers">, name: string): string | null {
  for (const part of (request.headers.cookie ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}
