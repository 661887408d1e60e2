import type { NoOfferReason } from "../../../extensions/contract/offer-view.ts";
import type { CandidateSource } from "../affinity/fallback-order.ts";
import type { Offer } from "../offers/offer.ts";
import { heldOffers, isRunning, isShownAt } from "../offers/running-offers.ts";
import type { ChooseRequest } from "./choose-request.ts";
import { isFirstTime, judgeOffer, refusedProducts } from "./judge-offer.ts";
import { judgeProducts, type PassedProduct } from "./judge-products.ts";

/** An offer with those of its products that passed every rule. */
export interface EligibleOffer {
  readonly offer: Offer;
  /** whether the merchant pinned its product, which then is the only one */
  readonly pinned: boolean;
  readonly products: readonly PassedProduct[];
}

export interface FallenOut {
  readonly offerId: number;
  /** null: the offer as a whole */
  readonly productId: string | null;
  readonly depthBp: number | null;
  readonly reason: NoOfferReason;
}

/** What may be shown here, by tier: offers of different tiers never compete, and the first is tried first; and what may not, with the reason. */
export function eligibleOffers(request: ChooseRequest): { tiers: EligibleOffer[][]; out: FallenOut[] } {
  const running = request.offers.filter((offer) => isRunning(offer, request.now));
  const held = heldOffers(running, request);
  const refused = refusedProducts(request);
  const tiers = new Map<string, EligibleOffer[]>();
  const out: FallenOut[] = [];
  for (const offer of running) {
    if (!isShownAt(offer, request.placement)) continue;
    const reason = judgeOffer(offer, held, request) ?? (offersNothing(offer, request) ? "no_profitable_offer" : null);
    if (reason !== null) {
      out.push({ offerId: offer.id, productId: onlyProduct(offer, request), depthBp: null, reason });
      continue;
    }
    const judged = judgeProducts(offer, { request, refused });
    for (const fallen of judged.out) out.push(fallen);
    if (judged.passed.length === 0) continue;
    const eligible = eligibleOffer(offer, judged.passed);
    const tier = tierOf(eligible, request);
    const others = tiers.get(tier);
    if (others) others.push(eligible);
    else tiers.set(tier, [eligible]);
  }
  return { tiers: [...tiers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tier]) => tier), out };
}

/** The engine has nothing to go by: a shop without orders. */
function offersNothing({ dynamic, productIds, pinnedProductId }: Offer, { dynamicProducts }: ChooseRequest): boolean {
  return dynamic ? pinnedProductId === null && dynamicProducts.length === 0 : productIds.length === 0;
}

/** The one product that an offer names, or the engine is told to bring up. */
function onlyProduct({ dynamic, productIds, pinnedProductId }: Offer, { dynamicProducts }: ChooseRequest): string | null {
  if (dynamic) return dynamicProducts.length === 0 ? pinnedProductId : null;
  return productIds.length === 1 ? (productIds[0] ?? null) : null;
}

function eligibleOffer(offer: Offer, passed: readonly PassedProduct[]): EligibleOffer {
  const { pinnedProductId } = offer;
  const pinned = pinnedProductId === null ? undefined : passed.find(({ priced }) => priced.product.productId === pinnedProductId);
  return { offer, pinned: pinned !== undefined, products: pinned ? [pinned] : passed };
}

/** Where a product of an offer comes from; null: the offer names it. */
export function candidateSource(
  offer: Pick<Offer, "dynamic" | "pinnedProductId"> | undefined,
  productId: string | null,
  { dynamicProducts }: Pick<ChooseRequest, "dynamicProducts">,
): CandidateSource | null {
  if (!offer || productId === null) return null;
  if (offer.pinnedProductId === productId) return "pinned";
  return offer.dynamic ? (dynamicProducts.find((considered) => considered.productId === productId)?.source ?? null) : null;
}

/**
 * A first-time buyer's tripwire before anything else and a tripwire after everything for the rest, then the merchant's priority,
 * then what is pinned. Text that sorts, so that tiers need no comparing code of their own.
 */
function tierOf({ offer, pinned }: EligibleOffer, request: ChooseRequest): string {
  const stage = offer.stage === "tripwire" ? (isFirstTime(request) ? 0 : 2) : 1;
  return `${stage}.${String(1000 - offer.priority).padStart(4, "0")}.${pinned ? 0 : 1}`;
}
