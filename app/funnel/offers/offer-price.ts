import type { OfferDiscount } from "./offer.ts";

/**
 * What one unit costs the shopper with the offer's discount, in minor units, never below zero. A percentage
 * (basis points) takes off price x bp / 10,000 rounded half up, as Shopify's Functions do.
 */
export function discountedPrice(price: number, discount: OfferDiscount): number {
  const off = discount.kind === "percentage" ? Math.floor((price * discount.value + 5_000) / 10_000) : discount.value;
  return Math.max(0, price - Math.min(price, off));
}

export interface CostRules {
  /** basis points of the price before discount that a unit is taken to cost when its cost is not known */
  readonly assumedCostBp: number;
  /** basis points of what the shopper pays */
  readonly paymentFeeBp: number;
}

/** Cost of one unit, minor units: the known one, else the assumed part of the price. */
export function unitCostOf(variant: { readonly price: number; readonly unitCost: number | null }, rules: CostRules): number {
  return variant.unitCost ?? Math.round((variant.price * rules.assumedCostBp) / 10_000);
}

/**
 * What one unit sold at `paid` leaves after cost and the payment's percentage, minor units; negative is a
 * loss. The fixed part of a payment fee is the order's, whether or not the line joins it, and is left out.
 */
export function unitProfit(paid: number, cost: number, rules: CostRules): number {
  return paid - cost - Math.round((paid * rules.paymentFeeBp) / 10_000);
}

/**
 * What is expected of that profit when this share of units (0 to 1) comes back: the profit of a unit that comes back is lost, and no
 * more. A loss stays: it is not worth less for being undone.
 */
export function afterReturns(profit: number, returnShare: number): number {
  return profit - returnShare * Math.max(0, profit);
}

/** Whether profit / paid reaches the floor (basis points of the price paid). Nothing paid reaches no floor. */
export function reachesMarginFloor(paid: number, profit: number, floorBp: number): boolean {
  return paid > 0 && profit * 10_000 >= paid * floorBp;
}
