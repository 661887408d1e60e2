import type { OfferDiscount } from "../../funnel/offers/offer.ts";
import { type CostRules, discountedPrice, reachesMarginFloor, unitCostOf, unitProfit } from "../../funnel/offers/offer-price.ts";
import type { ProductCard } from "./product-card.ts";

export interface SaleMargin {
  readonly price: number;
  readonly paid: number;
  readonly cost: number;
  readonly costKnown: boolean;
  readonly fees: number;
  readonly profit: number;
  /** profit / paid, null when nothing is paid */
  readonly share: number | null;
  readonly reachesFloor: boolean;
}

/**
 * What one sale of the product leaves with this discount: of its variants the one that leaves least, because
 * a shopper may choose any. Null for a product without variants.
 */
export function saleMargin(
  product: ProductCard,
  discount: OfferDiscount,
  rules: CostRules & { readonly marginFloorBp: number },
): SaleMargin | null {
  const sales = product.variants.map((variant) => {
    const paid = discountedPrice(variant.price, discount);
    const cost = unitCostOf(variant, rules);
    const profit = unitProfit(paid, cost, rules);
    return {
      price: variant.price,
      paid,
      cost,
      costKnown: variant.unitCost !== null,
      fees: paid - cost - profit,
      profit,
      share: paid > 0 ? profit / paid : null,
      reachesFloor: reachesMarginFloor(paid, profit, rules.marginFloorBp),
    };
  });
  return sales.reduce<SaleMargin | null>((worst, sale) => (worst === null || sale.profit < worst.profit ? sale : worst), null);
}

/** Sales until a loss budget is spent; null when a sale loses nothing. */
export function salesWithinBudget(lossPerSale: number, budget: number): number | null {
  return lossPerSale > 0 ? Math.floor(budget / lossPerSale) : null;
}
