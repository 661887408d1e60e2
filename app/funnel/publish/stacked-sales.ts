import type { ActiveDiscount } from "../../shopify/active-discount.ts";

/** What the shop's other discounts do to the sales of an offer. Money in minor units of one unit, discounts as places in the list given. */
export interface StackedSales {
  /** variants that the offer may offer */
  readonly units: number;
  /** others that may take something off one of them */
  readonly touching: readonly number[];
  /** others that come on top of a sale */
  readonly with: readonly number[];
  /** the sale of which most is lost when they do; null: they come on top of none. `margin` is of the price paid, -1 of nothing paid */
  readonly worst: { readonly margin: number; readonly profit: number; readonly aloneProfit: number } | null;
  /** products of which a sale then stays below the margin floor, those of which least is left named first */
  readonly below: { readonly products: number; readonly titles: readonly string[] };
}

/** Whether another discount may hold beside the offer's own, which combines with everything. Source: Shopify Help, "Combining discounts". */
export function holdsBeside(other: ActiveDiscount): boolean {
  return other.combinesWith.productDiscounts;
}
