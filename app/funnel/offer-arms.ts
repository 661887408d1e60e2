import type { NoOfferReason } from "../../extensions/contract/offer-view.ts";
import type { ChooseRequest } from "./choose-request.ts";
import { isFirstTime, judgeArm, judgeOffer, judgeProduct, type Refused, refusedProducts, UNUSED } from "./judge-offer.ts";
import type { Offer } from "./offer.ts";
import { type PricedArm, type PricedProduct, pricedProducts } from "./priced-product.ts";
import { heldOffers, isRunning, isShownAt } from "./running-offers.ts";

/** A product of an offer that passed every rule, with the depths that did, by rising depth. */
export interface EligibleProduct {
  readonly offer: Offer;
  readonly priced: PricedProduct;
  readonly arms: readonly PricedArm[];
  /** smaller competes first; products of different tiers never compete */
  readonly tier: string;
  readonly pinned: boolean;
}

export interface FallenOut {
  readonly offerId: number;
  /** null: the offer as a whole */
  readonly productId: string | null;
  readonly depthBp: number | null;
  readonly reason: NoOfferReason;
}

/** What may be shown here and what may not, with the reason. */
export function offerArms(request: ChooseRequest): { eligible: EligibleProduct[]; out: FallenOut[] } {
  const running = request.offers.filter((offer) => isRunning(offer, request.now));
  const held = heldOffers(running, request);
  const refused = refusedProducts(request);
  const eligible: EligibleProduct[] = [];
  const out: FallenOut[] = [];
  for (const offer of running) {
    if (!isShownAt(offer, request.placement)) continue;
    const productIds = productIdsOf(offer, request);
    // the engine has nothing to go by: a shop without orders
    const reason = judgeOffer(offer, held, request) ?? (productIds.length === 0 ? "no_profitable_offer" : null);
    if (reason !== null) {
      out.push({ offerId: offer.id, productId: productIds.length === 1 ? (productIds[0] ?? null) : null, depthBp: null, reason });
      continue;
    }
    const passed = productsOf(offer, productIds, { request, refused, out });
    const pinned = passed.filter(({ priced }) => priced.product.productId === offer.pinnedProductId);
    const tier = tierOf(offer, pinned.length > 0, request);
    for (const { priced, arms } of pinned.length > 0 ? pinned : passed)
      eligible.push({ offer, priced, arms, pinned: pinned.length > 0, tier });
  }
  return { eligible, out };
}

/** Those of an offer's products that may be shown, with the depths at which they may; the rest goes to `out`. */
function productsOf(
  offer: Offer,
  productIds: readonly string[],
  { request, refused, out }: { request: ChooseRequest; refused: Refused; out: FallenOut[] },
): Pick<EligibleProduct, "priced" | "arms">[] {
  const rules = { costs: request.rules, safetyStock: request.offerRules.safetyStock };
  const use = request.use.get(offer.id) ?? UNUSED;
  const passed: Pick<EligibleProduct, "priced" | "arms">[] = [];
  for (const { productId, priced } of pricedProducts(offer, productIds, { products: request.products, rules, known: request.priced })) {
    const fault = judgeProduct(offer, productId, priced, refused);
    if (fault !== null || priced === null) {
      out.push({ offerId: offer.id, productId, depthBp: null, reason: fault ?? "out_of_stock" });
      continue;
    }
    const arms: PricedArm[] = [];
    for (const arm of depthsLeft(offer, priced, request)) {
      const reason = judgeArm(offer, arm, priced, use);
      if (reason === null) arms.push(arm);
      else out.push({ offerId: offer.id, productId, depthBp: arm.depthBp, reason });
    }
    if (arms.length > 0) passed.push({ priced, arms });
  }
  return passed;
}

/** A pinned product may be one that the engine did not bring up. */
function productIdsOf(offer: Offer, { dynamicProductIds }: ChooseRequest): readonly string[] {
  if (!offer.dynamic) return offer.productIds;
  const { pinnedProductId } = offer;
  return pinnedProductId === null || dynamicProductIds.includes(pinnedProductId)
    ? dynamicProductIds
    : [pinnedProductId, ...dynamicProductIds];
}

/** Neither higher nor lower than what this visitor was given of the same offer and product, as long as the offer has that depth. */
function depthsLeft(offer: Offer, { product, arms }: PricedProduct, { visitor }: ChooseRequest): readonly PricedArm[] {
  if (visitor.depthsShown.size === 0) return arms;
  const given = visitor.depthsShown.get(`${offer.id}:${product.productId}`);
  const same = arms.filter((arm) => arm.depthBp === given);
  return same.length > 0 ? same : arms;
}

/**
 * A first-time buyer's tripwire before anything else and a tripwire after everything for the rest, then the merchant's priority,
 * then what is pinned. Text that sorts, so that tiers need no comparing code of their own.
 */
function tierOf(offer: Offer, pinned: boolean, request: ChooseRequest): string {
  const stage = offer.stage === "tripwire" ? (isFirstTime(request) ? 0 : 2) : 1;
  return `${stage}.${String(1000 - offer.priority).padStart(4, "0")}.${pinned ? 0 : 1}`;
}
