import { spread } from "../../checkout/allocate.ts";

/** A line's money in minor units: `discount` is what "Lineitem discount" says, for the whole line. */
export interface MoneyLine {
  quantity: number;
  unitPrice: number;
  discount: number;
}

export interface OrderMoney {
  /** minor units off each line, the line's own discount */
  lineDiscounts: number[];
  /** minor units off each line, its share of the discount on the order */
  orderDiscounts: number[];
  /** what of `orderDiscounts` the export does not explain by any discount */
  unexplained: number;
}

/**
 * Divides an order's discounts over its lines so that the sum of quantity x price less discounts is exactly Subtotal,
 * which is the figure Shopify reports. Subtotal is trusted over everything else in the row:
 * - what the lines cost above Subtotal is the discount to place; "Discount Amount" above that was taken off shipping;
 * - "Lineitem discount" goes to its own line (a line total; a discount a unit when only that adds up);
 * - the rest is shared over all lines in proportion to what they cost, largest remainder first;
 * - a part of the rest that no discount column explains is placed the same way and reported as `unexplained`.
 * @returns null when the lines cost less than Subtotal: then a line is missing and no discount can mend it
 */
export function divideDiscounts(lines: readonly MoneyLine[], subtotal: number, discountAmount: number): OrderMoney | null {
  const costs = lines.map((line) => line.quantity * line.unitPrice);
  const toPlace = sum(costs) - subtotal;
  if (toPlace < 0) return null;
  const lineDiscounts = ownDiscounts(lines, costs, toPlace, discountAmount);
  const rest = toPlace - sum(lineDiscounts);
  const shares = rest === 0 ? null : spread(rest, new Map(costs.map((cost, index) => [String(index), cost - (lineDiscounts[index] ?? 0)])));
  const orderDiscounts = costs.map((_cost, index) => shares?.get(String(index)) ?? 0);
  return { lineDiscounts, orderDiscounts, unexplained: Math.max(0, rest - discountAmount) };
}

/** True when the columns add up to Subtotal with nothing left over, in one of the ways exports count discounts. */
export function addsUp(lines: readonly MoneyLine[], subtotal: number, discountAmount: number): boolean {
  const cost = sum(lines.map((line) => line.quantity * line.unitPrice));
  const own = sum(lines.map((line) => line.discount));
  return [0, own, discountAmount, own + discountAmount].includes(cost - subtotal);
}

function ownDiscounts(lines: readonly MoneyLine[], costs: readonly number[], toPlace: number, discountAmount: number): number[] {
  const perLine = lines.map((line) => line.discount);
  const perUnit = lines.map((line) => line.discount * line.quantity);
  const fits = (discounts: readonly number[]) =>
    sum(discounts) <= toPlace && discounts.every((discount, index) => discount <= (costs[index] ?? 0));
  const exact = (discounts: readonly number[]) => sum(discounts) === toPlace || sum(discounts) + discountAmount === toPlace;
  if (!exact(perLine) && exact(perUnit) && fits(perUnit)) return perUnit;
  return fits(perLine) ? perLine : lines.map(() => 0);
}

/** Shipping, tax and tip in minor units, and whether prices include the tax. */
export interface OrderCharges {
  shipping: number;
  tax: number;
  tip: number;
  taxesIncluded: boolean;
}

/**
 * Makes Subtotal + Shipping + Taxes reach Total exactly.
 * Taxes are part of the prices when Total leaves no room for them. What Total has above the rest is a tip (or duties), or
 * shipping when the file has no such column; what it lacks was taken off shipping, as free-shipping codes do.
 * @returns null when Total is less than Subtotal
 */
export function divideTotal(subtotal: number, shipping: number | null, tax: number, total: number): OrderCharges | null {
  if (total < subtotal) return null;
  const above = total - subtotal - (shipping ?? 0) - tax;
  const taxesIncluded = tax > 0 && above < 0;
  const spare = taxesIncluded ? above + tax : above;
  if (spare < 0) return { shipping: Math.max(0, (shipping ?? 0) + spare), tax, tip: 0, taxesIncluded };
  return shipping === null ? { shipping: spare, tax, tip: 0, taxesIncluded } : { shipping, tax, tip: spare, taxesIncluded };
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
