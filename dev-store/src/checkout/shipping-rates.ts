import { percentageOf } from "./allocate.ts";
import { currencyDigits } from "./money.ts";
import type { PricedCart } from "./price-cart.ts";

export interface ShippingRate {
  readonly handle: "standard" | "express";
  /** minor units, before a discount on shipping */
  readonly price: number;
  /** what the shopper pays */
  readonly discountedPrice: number;
}

/** The flat rates of this store, a setting of its own; standard shipping is free from ten times its price. */
export function shippingRates(priced: PricedCart): ShippingRate[] {
  if (!priced.lines.some((line) => !line.product.isGiftCard)) return [];
  const flat = priced.currency === "VND" ? 30_000 : priced.currency === "JPY" ? 600 : 5 * 10 ** currencyDigits(priced.currency);
  const rates = [
    { handle: "standard" as const, price: priced.subtotal >= flat * 10 ? 0 : flat },
    { handle: "express" as const, price: flat * 3 },
  ];
  return rates.map((rate) => ({
    ...rate,
    discountedPrice: rate.price - (priced.shippingDiscount ? percentageOf(rate.price, priced.shippingDiscount) : 0),
  }));
}
