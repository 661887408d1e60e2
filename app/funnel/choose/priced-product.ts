import type { Offer, OfferDiscount } from "../offers/offer.ts";
import { afterReturns, type CostRules, discountedPrice, reachesMarginFloor, unitCostOf, unitProfit } from "../offers/offer-price.ts";
import type { OfferedProduct, OfferedVariant } from "./offered-product.ts";

/** One discount of a product. Minor units. */
export interface PricedArm {
  readonly depthBp: number;
  readonly discount: OfferDiscount;
  readonly paid: number;
  /** of one unit, after what is expected to come back */
  readonly profit: number;
  readonly reachesFloor: boolean;
}

/** A product with the variant that is offered and what each discount of the offer leaves. */
export interface PricedProduct {
  readonly product: OfferedProduct;
  /** null: nothing that may be sold now */
  readonly variant: OfferedVariant | null;
  /** of one unit, after what is expected to come back */
  readonly profitAtFullPrice: number;
  /** by rising depth; empty without a variant */
  readonly arms: readonly PricedArm[];
}

export interface PriceRules {
  readonly costs: CostRules & { readonly marginFloorBp: number };
  readonly safetyStock: number;
  /** share of a product's units that is expected to come back */
  readonly returnShare: (productId: string, productType: string) => number;
}

/** What a product costs and earns in an offer, at each of its depths. */
export function priceProduct(offer: Offer, product: OfferedProduct, { costs, safetyStock, returnShare }: PriceRules): PricedProduct {
  const variant = product.variants.find(({ stock }) => safetyStock === 0 || stock === null || stock > safetyStock) ?? null;
  if (variant === null) return { product, variant, profitAtFullPrice: 0, arms: [] };
  const cost = unitCostOf(variant, costs);
  const returned = returnShare(product.productId, product.productType);
  const floorBp = offer.marginFloorBp ?? costs.marginFloorBp;
  const arms = discountsIn(offer).map((discount): PricedArm => {
    const paid = discountedPrice(variant.price, discount);
    const profit = unitProfit(paid, cost, costs);
    return {
      depthBp: discount.kind === "percentage" ? discount.value : depthOf(variant.price, paid),
      discount,
      paid,
      profit: afterReturns(profit, returned),
      // the floor is of what is sold
      reachesFloor: offer.stage !== "profit_maximizer" || reachesMarginFloor(paid, profit, floorBp),
    };
  });
  return { product, variant, profitAtFullPrice: afterReturns(unitProfit(variant.price, cost, costs), returned), arms };
}

const discounts = new WeakMap<Offer, readonly OfferDiscount[]>();

/** All products of an offer have the same ones. */
function discountsIn(offer: Offer): readonly OfferDiscount[] {
  const known = discounts.get(offer) ?? discountsOf(offer);
  discounts.set(offer, known);
  return known;
}

/** What an offer may give: the depths left to the engine, shallowest first, else its one discount. */
export function discountsOf({ depthsBp, discount }: Pick<Offer, "depthsBp" | "discount">): OfferDiscount[] {
  if (depthsBp.length === 0 || discount.kind === "amount") return [discount];
  return [...new Set(depthsBp)].sort((a, b) => a - b).map((value) => ({ kind: "percentage", value }));
}

/** Share of the price taken off, basis points. */
export function depthOf(price: number, paid: number): number {
  return price > 0 ? Math.round(((price - paid) / price) * 10_000) : 0;
}
