import type { ActiveDiscount } from "../shopify/active-discount.ts";
import type { OfferDiscount } from "./offer.ts";
import { discountedPrice } from "./offer-price.ts";

export interface StackedUnit {
  readonly price: number;
  readonly productId: string;
  readonly variantId: string;
  readonly collectionIds: readonly string[];
}

export interface StackedSale {
  /** what one unit costs the shopper when everything that can takes something off, minor units */
  readonly paid: number;
  /** titles of the other discounts in it */
  readonly with: readonly string[];
}

/** Whether another discount may hold beside the offer's own, which combines with everything. Source: Shopify Help, "Combining discounts". */
export function holdsBeside(other: ActiveDiscount): boolean {
  return other.combinesWith.productDiscounts;
}

/**
 * The least a shopper may come to pay for one unit: of the product discounts that hold together the one that takes most off, since
 * a line has one, then every order discount that holds beside it and the others, each reckoned on that same amount. An amount off
 * an order lands on the unit in the unit's part of the smallest order that has the discount. What cannot be known is left out.
 */
export function stackedSale(unit: StackedUnit, own: OfferDiscount, others: readonly ActiveDiscount[]): StackedSale {
  const known = others.filter((other) => other.takes !== null && holdsBeside(other) && covers(other, unit));
  let paid = discountedPrice(unit.price, own);
  let better: ActiveDiscount | null = null;
  for (const other of known.filter((one) => one.product)) {
    const with_ = unit.price - offLine(other, unit.price);
    if (with_ < paid) {
      paid = with_;
      better = other;
    }
  }
  const orders: ActiveDiscount[] = [];
  const byAmount = known
    .filter((one) => one.order && !one.product)
    .map((one) => ({ one, off: offOrder(one, paid) }))
    .sort((a, b) => b.off - a.off);
  let off = 0;
  for (const { one, off: its } of byAmount) {
    const beside = (other: ActiveDiscount) => other.combinesWith.orderDiscounts && one.combinesWith.orderDiscounts;
    if (its <= 0 || !orders.every(beside) || (better && !better.combinesWith.orderDiscounts)) continue;
    orders.push(one);
    off += its;
  }
  return { paid: Math.max(0, paid - off), with: [...(better ? [better] : []), ...orders].map(({ title }) => title) };
}

/** Whether a discount may take something off this unit; one whose list was cut short may. */
export function covers({ only }: ActiveDiscount, { productId, variantId, collectionIds }: StackedUnit): boolean {
  if (only === null || !only.complete) return true;
  return (
    only.productIds.includes(productId) ||
    only.variantIds.includes(variantId) ||
    only.collectionIds.some((id) => collectionIds.includes(id))
  );
}

function offLine({ takes }: ActiveDiscount, price: number): number {
  if (takes === null) return 0;
  return takes.kind === "percentage" ? Math.floor((price * takes.value + 5_000) / 10_000) : Math.min(price, takes.value);
}

function offOrder({ takes, minimum }: ActiveDiscount, paid: number): number {
  if (takes === null || paid <= 0) return 0;
  if (takes.kind === "percentage") return Math.floor((paid * takes.value + 5_000) / 10_000);
  return Math.min(paid, Math.round((takes.value * paid) / Math.max(minimum, paid)));
}
