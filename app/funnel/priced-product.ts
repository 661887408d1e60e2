import type { Offer, OfferDiscount } from "./offer.ts";
import { afterReturns, type CostRules, discountedPrice, reachesMarginFloor, unitCostOf, unitProfit } from "./offer-price.ts";
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

/** A product that an offer names, or the engine for it, and its prices; null: it may not be offered. */
export interface PricedEntry {
  readonly productId: string;
  readonly priced: PricedProduct | null;
}

/** Prices worked out before, by offer id: of all products that an offer names, and one by one of those that the engine brought up. */
export interface PricedProducts {
  readonly named: Map<number, readonly PricedEntry[]>;
  readonly broughtUp: Map<number, Map<string, PricedProduct>>;
}

export function noPricesYet(): PricedProducts {
  return { named: new Map(), broughtUp: new Map() };
}

export interface PriceRules {
  readonly costs: CostRules & { readonly marginFloorBp: number };
  readonly safetyStock: number;
  /** share of a product's units that is expected to come back */
  readonly returnShare: (productId: string, productType: string) => number;
}

interface Pricing {
  readonly products: { get(productId: string): OfferedProduct | undefined };
  readonly rules: PriceRules;
  /** for the same offers and rules, and the same facts of the products that offers name */
  readonly known: PricedProducts;
}

/** The prices of what an offer may offer. What the engine brings up is priced again when its facts are other ones. */
export function pricedProducts(offer: Offer, productIds: readonly string[], { products, rules, known }: Pricing): readonly PricedEntry[] {
  const price = (product: OfferedProduct) => priceProduct(offer, product, rules);
  if (!offer.dynamic) {
    const kept = known.named.get(offer.id);
    if (kept) return kept;
    const entries = productIds.map((productId) => {
      const product = products.get(productId);
      return { productId, priced: product ? price(product) : null };
    });
    known.named.set(offer.id, entries);
    return entries;
  }
  const kept = known.broughtUp.get(offer.id) ?? new Map<string, PricedProduct>();
  known.broughtUp.set(offer.id, kept);
  return productIds.map((productId) => {
    const product = products.get(productId);
    if (!product) return { productId, priced: null };
    const before = kept.get(productId);
    const priced = before?.product === product ? before : price(product);
    if (priced !== before) kept.set(productId, priced);
    return { productId, priced };
  });
}

function priceProduct(offer: Offer, product: OfferedProduct, { costs, safetyStock, returnShare }: PriceRules): PricedProduct {
  const variant = product.variants.find(({ stock }) => safetyStock === 0 || stock === null || stock > safetyStock) ?? null;
  if (variant === null) return { product, variant, profitAtFullPrice: 0, arms: [] };
  const cost = unitCostOf(variant, costs);
  const returned = returnShare(product.productId, product.productType);
  const floorBp = offer.marginFloorBp ?? costs.marginFloorBp;
  const arms = discountsOf(offer).map((discount): PricedArm => {
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

/** What an offer may give: the depths left to the engine, shallowest first, else its one discount. */
export function discountsOf({ depthsBp, discount }: Pick<Offer, "depthsBp" | "discount">): OfferDiscount[] {
  if (depthsBp.length === 0 || discount.kind === "amount") return [discount];
  return [...new Set(depthsBp)].sort((a, b) => a - b).map((value) => ({ kind: "percentage", value }));
}

/** Share of the price taken off, basis points. */
export function depthOf(price: number, paid: number): number {
  return price > 0 ? Math.round(((price - paid) / price) * 10_000) : 0;
}
