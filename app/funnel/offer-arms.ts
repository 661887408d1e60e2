import type { NoOfferReason } from "../../extensions/contract/offer-view.ts";
import type { CandidateSource } from "./affinity/fallback-order.ts";
import type { ChooseRequest, OfferUse } from "./choose-request.ts";
import { isFirstTime, judgeArm, judgeOffer, judgeProduct, type Refused, refusedProducts, UNUSED } from "./judge-offer.ts";
import type { Offer } from "./offer.ts";
import { type PricedArm, type PricedEntry, type PricedProduct, pricedProducts } from "./priced-product.ts";
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
    const judged = judgedProducts(offer, productIds, { request, refused });
    for (const fallen of judged.out) out.push(fallen);
    for (const item of eligibleOf(offer, judged, request)) eligible.push(item);
  }
  return { eligible, out };
}

/** What became of an offer's products. */
interface Judged {
  readonly passed: readonly Pick<EligibleProduct, "priced" | "arms">[];
  readonly out: readonly FallenOut[];
  /** of what passed, by tier; filled as it is asked for */
  readonly eligible: Map<string, readonly EligibleProduct[]>;
}

function eligibleOf(offer: Offer, { passed, eligible }: Judged, request: ChooseRequest): readonly EligibleProduct[] {
  const ofPinned = offer.pinnedProductId === null ? [] : passed.filter(({ priced }) => priced.product.productId === offer.pinnedProductId);
  const pinned = ofPinned.length > 0;
  const tier = tierOf(offer, pinned, request);
  const known = eligible.get(tier);
  if (known) return known;
  const made = (pinned ? ofPinned : passed).map(({ priced, arms }) => ({ offer, priced, arms, pinned, tier }));
  eligible.set(tier, made);
  return made;
}

/** Of the products that an offer names, for visitors of whom no rule knows anything, by their prices: the same for nearly everyone. */
const judgedBefore = new WeakMap<readonly PricedEntry[], Judged & { readonly use: OfferUse; readonly productIds: ReadonlySet<string> }>();

function judgedProducts(
  offer: Offer,
  productIds: readonly string[],
  { request, refused }: { request: ChooseRequest; refused: Refused },
): Judged {
  const rules = { costs: request.rules, safetyStock: request.offerRules.safetyStock, returnShare: request.policy.returnShare };
  const entries = pricedProducts(offer, productIds, { products: request.products, rules, known: request.priced });
  const use = request.use.get(offer.id) ?? UNUSED;
  const judging = () => judge(offer, entries, { request, refused, use });
  if (offer.dynamic || request.visitor.depthsShown.size > 0) return judging();
  const known = judgedBefore.get(entries);
  const named = known?.productIds ?? new Set(productIds);
  for (const productId of refused.keys()) if (named.has(productId)) return judging();
  if (known && known.use.given === use.given && known.use.lost === use.lost) return known;
  const judged = { ...judging(), use, productIds: named };
  judgedBefore.set(entries, judged);
  return judged;
}

/** Those of an offer's products that may be shown, with the depths at which they may. */
function judge(
  offer: Offer,
  entries: readonly PricedEntry[],
  { request, refused, use }: { request: ChooseRequest; refused: Refused; use: OfferUse },
): Judged {
  const out: FallenOut[] = [];
  const passed: Pick<EligibleProduct, "priced" | "arms">[] = [];
  for (const { productId, priced } of entries) {
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
  return { passed, out, eligible: new Map() };
}

/** A pinned product may be one that the engine did not bring up. */
function productIdsOf(offer: Offer, { dynamicProducts }: ChooseRequest): readonly string[] {
  if (!offer.dynamic) return offer.productIds;
  const { pinnedProductId } = offer;
  return pinnedProductId === null
    ? [...dynamicProducts.keys()]
    : [pinnedProductId, ...[...dynamicProducts.keys()].filter((id) => id !== pinnedProductId)];
}

/** Where a product of an offer comes from; null: the offer names it. */
export function candidateSource(
  offer: Pick<Offer, "dynamic" | "pinnedProductId"> | undefined,
  productId: string | null,
  { dynamicProducts }: Pick<ChooseRequest, "dynamicProducts">,
): CandidateSource | null {
  if (!offer || productId === null) return null;
  if (offer.pinnedProductId === productId) return "pinned";
  return offer.dynamic ? (dynamicProducts.get(productId) ?? null) : null;
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
