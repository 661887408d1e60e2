import { discountsOf } from "../choose/priced-product.ts";
import type { OfferDraft } from "../offers/offer.ts";
import { type CostRules, discountedPrice, reachesMarginFloor, unitCostOf, unitProfit } from "../offers/offer-price.ts";

export interface OfferFacts {
  readonly rules: CostRules & { readonly marginFloorBp: number };
  /** the shop's products among those the draft names, by id */
  readonly products: ReadonlyMap<string, ProductFacts>;
  /** collections that have at least one product of the shop */
  readonly collectionIds: ReadonlySet<string>;
  /** what a dynamic draft would find to offer at its full discount; null for others */
  readonly dynamic: {
    readonly finds: boolean;
    /** of a variant it would find, minor units; asked for where a discount budget is to be judged */
    readonly leastPrice: number | null;
  } | null;
}

export interface ProductFacts {
  readonly isGiftCard: boolean;
  readonly variants: readonly { readonly price: number; readonly unitCost: number | null }[];
}

/**
 * What is wrong with a draft in the light of the shop, as field -> error code; empty when it may be published. Every variant
 * of an offered product must hold, because the Function discounts any of them, and it must hold at the discount itself, which
 * is the deepest of the depths. What a dynamic draft may offer is left to each decision; it must find something at all.
 */
export function checkOffer(draft: OfferDraft, facts: OfferFacts): Record<string, string> {
  const errors = namedErrors(draft, facts);
  const offered = draft.productIds.map((id) => facts.products.get(id));
  const variants = offered.flatMap((product) => product?.variants ?? []);
  const discount = draft.discount;
  if (discount.kind === "amount" && variants.some((variant) => discount.value > variant.price))
    errors["discount.value"] = "amount_above_price";
  if (errors.productIds || errors["discount.value"]) return errors;
  if (draft.stage === "tripwire" && discount.value === 0) errors["discount.value"] = "tripwire_discount_required";

  const pinned = draft.pinnedProductId === null ? undefined : facts.products.get(draft.pinnedProductId);
  const ownFloor = draft.marginFloorBp !== null;
  const floorBp = draft.marginFloorBp ?? facts.rules.marginFloorBp;
  const sold = salesOf(variants, draft, facts.rules);
  const belowFloor = (sales: readonly Sale[]) =>
    sales.length === 0 || sales.some(({ paid, profit }) => !reachesMarginFloor(paid, profit, floorBp));
  if (draft.dynamic) {
    if (facts.dynamic?.finds === false) errors["discount.value"] = "no_product_to_offer";
    if (pinned && !errors.pinnedProductId && belowFloor(salesOf(pinned.variants, draft, facts.rules)))
      errors.pinnedProductId = ownFloor ? "own_margin_floor" : "margin_floor";
  } else if (draft.stage === "profit_maximizer" && offered.length > 0 && belowFloor(sold)) {
    if (ownFloor) errors.marginFloorBp = "own_margin_floor";
    else errors["discount.value"] = "margin_floor";
  }

  const worstLoss = Math.max(0, ...sold.map(({ profit }) => -profit)) * draft.maxQuantity;
  if (draft.stage === "tripwire" && draft.lossBudget !== null && worstLoss > draft.lossBudget)
    errors.lossBudget = "loss_budget_below_one_sale";
  const prices = [...sold, ...salesOf(pinned?.variants ?? [], draft, facts.rules)].map(({ price }) => price);
  if (facts.dynamic?.leastPrice) prices.push(facts.dynamic.leastPrice);
  const [shallowest = draft.discount] = discountsOf(draft);
  const leastGiven = Math.min(...prices.map((price) => price - discountedPrice(price, shallowest)));
  if (draft.discountBudget !== null && Number.isFinite(leastGiven) && leastGiven * draft.maxQuantity > draft.discountBudget)
    errors.discountBudget = "discount_budget_below_one_sale";
  return errors;
}

/** Products and collections that are not there, or can never be offered. */
function namedErrors(draft: OfferDraft, { products, collectionIds }: OfferFacts): Record<string, string> {
  const errors: Record<string, string> = {};
  const wrong = (id: string) => {
    const product = products.get(id);
    if (!product || product.variants.length === 0) return "product_not_found";
    return product.isGiftCard ? "gift_card" : null;
  };
  const found = draft.productIds.map(wrong);
  const first = found.find((code) => code === "product_not_found") ?? found.find((code) => code !== null);
  if (first) errors.productIds = first;
  if (draft.pinnedProductId !== null) {
    const code = draft.excludedProductIds.includes(draft.pinnedProductId) ? "pinned_excluded" : wrong(draft.pinnedProductId);
    if (code) errors.pinnedProductId = code;
  }
  if (draft.excludedProductIds.some((id) => !products.has(id))) errors.excludedProductIds = "product_not_found";
  if (draft.trigger.kind === "product" && draft.trigger.productIds.some((id) => !products.has(id)))
    errors["trigger.productIds"] = "product_not_found";
  if (draft.trigger.kind === "collection" && draft.trigger.collectionIds.some((id) => !collectionIds.has(id)))
    errors["trigger.collectionIds"] = "collection_not_found";
  return errors;
}

interface Sale {
  readonly price: number;
  readonly paid: number;
  readonly profit: number;
}

/** One unit of each variant at this discount; what is free anyway is offered to nobody. */
function salesOf(variants: ProductFacts["variants"], { discount }: Pick<OfferDraft, "discount">, rules: CostRules): Sale[] {
  return variants
    .filter((variant) => variant.price > 0)
    .map((variant) => {
      const paid = discountedPrice(variant.price, discount);
      return { price: variant.price, paid, profit: unitProfit(paid, unitCostOf(variant, rules), rules) };
    });
}
