import type { Discount } from "../store/model.ts";
import type { DiscountableLine, DiscountEffect } from "./discount-effect.ts";
import { parseDecimal } from "./money.ts";

/** In force now: switched on, begun and not over. */
export function isActive(discount: Discount, now: number): boolean {
  return discount.status === "ACTIVE" && discount.startsAt <= now && (discount.endsAt === null || discount.endsAt > now);
}

/**
 * What a discount made in the admin (a percentage off) does to a cart. With the PRODUCT class it applies
 * to each line, with ORDER to the subtotal, with SHIPPING to the shipping price.
 * @returns null when the discount carries no usable percentage
 */
export function nativeEffect(discount: Discount, lines: readonly DiscountableLine[]): DiscountEffect | null {
  const percentage = parseDecimal(discount.percentage);
  if (!percentage || percentage.numerator <= 0n || percentage.numerator > 100n * percentage.denominator) return null;
  const text = String(discount.percentage);
  const value = { kind: "percentage" as const, ...percentage, text };
  const has = (kind: Discount["discountClasses"][number]) => discount.discountClasses.includes(kind);
  const targets = lines.map((line) => ({ key: line.key, quantity: null }));
  return {
    discountId: discount.id,
    title: discount.title,
    code: discount.code,
    combinesWith: discount.combinesWith,
    product: has("PRODUCT") ? [{ strategy: "ALL", candidates: [{ message: null, value, targets, selectsAll: true }] }] : [],
    order: has("ORDER") ? [{ strategy: "FIRST", candidates: [{ message: null, value, excludedKeys: [] }] }] : [],
    shipping: has("SHIPPING") ? { ...percentage, text } : null,
  };
}
