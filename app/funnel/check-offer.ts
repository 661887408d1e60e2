import type { OfferDraft } from "./offer.ts";
import { type CostRules, discountedPrice, reachesMarginFloor, unitCostOf, unitProfit } from "./offer-price.ts";

export interface OfferFacts {
  readonly rules: CostRules & { readonly marginFloorBp: number };
  /** the shop's products among those the draft names, by id */
  readonly products: ReadonlyMap<string, ProductFacts>;
  /** collections that have at least one product of the shop */
  readonly collectionIds: ReadonlySet<string>;
}

export interface ProductFacts {
  readonly isGiftCard: boolean;
  readonly variants: readonly { readonly price: number; readonly unitCost: number | null }[];
}

/**
 * What is wrong with a draft in the light of the shop, as field -> error code; empty when it may be
 * published. Every variant of an offered product must hold, because the Function discounts any of them.
 */
export function checkOffer(draft: OfferDraft, facts: OfferFacts): Record<string, string> {
  const errors: Record<string, string> = {};
  const offered = draft.productIds.map((id) => facts.products.get(id));
  if (offered.some((product) => !product || product.variants.length === 0)) errors.productIds = "product_not_found";
  else if (offered.some((product) => product?.isGiftCard)) errors.productIds = "gift_card";
  if (draft.trigger.kind === "product" && draft.trigger.productIds.some((id) => !facts.products.has(id)))
    errors["trigger.productIds"] = "product_not_found";
  if (draft.trigger.kind === "collection" && draft.trigger.collectionIds.some((id) => !facts.collectionIds.has(id))) {
    errors["trigger.collectionIds"] = "collection_not_found";
  }
  const variants = offered.flatMap((product) => product?.variants ?? []);
  const discount = draft.discount;
  if (discount.kind === "amount" && variants.some((variant) => discount.value > variant.price))
    errors["discount.value"] = "amount_above_price";
  if (errors.productIds || errors["discount.value"]) return errors;

  // what is free anyway is offered to nobody
  const sold = variants
    .filter((variant) => variant.price > 0)
    .map((variant) => {
      const paid = discountedPrice(variant.price, discount);
      return { paid, profit: unitProfit(paid, unitCostOf(variant, facts.rules), facts.rules) };
    });
  if (
    draft.stage === "profit_maximizer" &&
    (sold.length === 0 || sold.some(({ paid, profit }) => !reachesMarginFloor(paid, profit, facts.rules.marginFloorBp)))
  ) {
    errors["discount.value"] = "margin_floor";
  }
  const worstLoss = Math.max(0, ...sold.map(({ profit }) => -profit)) * draft.maxQuantity;
  if (draft.stage === "tripwire" && draft.lossBudget !== null && worstLoss > draft.lossBudget)
    errors.lossBudget = "loss_budget_below_one_sale";
  return errors;
}
