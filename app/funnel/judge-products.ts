import type { ChooseRequest, OfferUse } from "./choose-request.ts";
import type { FallenOut } from "./eligible-offers.ts";
import { judgeArm, judgeProduct, type Refused, UNUSED } from "./judge-offer.ts";
import type { Offer } from "./offer.ts";
import type { OfferedProduct } from "./offered-product.ts";
import { type PricedArm, type PricedProduct, priceProduct } from "./priced-product.ts";

/** A product that an offer may offer, with the depths at which it may, by rising depth. */
export interface PassedProduct {
  readonly offer: Offer;
  readonly priced: PricedProduct;
  readonly arms: readonly PricedArm[];
  /** of the arm that earns most of one unit, minor units */
  readonly bestProfit: number;
}

/** What became of an offer's products. */
export interface JudgedProducts {
  readonly passed: readonly PassedProduct[];
  readonly out: readonly FallenOut[];
}

interface JudgedProduct {
  /** null: it may not be sold now */
  readonly priced: PricedProduct | null;
  /** null: it fell out */
  readonly passed: PassedProduct | null;
  readonly out: readonly FallenOut[];
}

/** How an offer's products are judged for visitors of whom no rule knows anything: the same for nearly everyone. */
interface JudgedBefore {
  readonly given: number;
  readonly lost: number;
  /** of all products that the offer names */
  named: (JudgedProducts & { readonly productIds: ReadonlySet<string> }) | null;
  /** of single products */
  readonly each: Map<OfferedProduct, JudgedProduct>;
}

/** What was judged before by offer id; of the same offers, rules and beliefs. A product whose facts are other ones is another object. */
export type JudgedOffers = Map<number, JudgedBefore>;

interface Judging {
  readonly request: ChooseRequest;
  readonly refused: Refused;
}

/** Those of an offer's products that may be shown, with the depths at which they may, and those that may not. */
export function judgeProducts(offer: Offer, judging: Judging): JudgedProducts {
  const { request, refused } = judging;
  const use = request.use.get(offer.id) ?? UNUSED;
  const before = judgedBefore(offer, use, request);
  if (offer.dynamic) return judgeAll(offer, broughtUp(offer, request), { ...judging, use, before });
  const known = request.visitor.depthsShown.size === 0 ? before.named : null;
  const productIds = known?.productIds ?? new Set(offer.productIds);
  const usual = request.visitor.depthsShown.size === 0 && ![...refused.keys()].some((productId) => productIds.has(productId));
  if (usual && known) return known;
  const judged = { ...judgeAll(offer, named(offer, request), { ...judging, use, before }), productIds };
  if (usual) before.named = judged;
  return judged;
}

function judgedBefore({ id }: Offer, { given, lost }: OfferUse, { judged }: ChooseRequest): JudgedBefore {
  const known = judged.get(id);
  if (known && known.given === given && known.lost === lost) return known;
  const fresh: JudgedBefore = { given, lost, named: null, each: new Map() };
  judged.set(id, fresh);
  return fresh;
}

/** What an offer would offer; null: it may not be offered now. */
interface Offered {
  readonly productId: string;
  readonly product: OfferedProduct | null;
}

function named({ productIds }: Offer, { products }: ChooseRequest): Offered[] {
  return productIds.map((productId) => ({ productId, product: products.get(productId) ?? null }));
}

/** A pinned product may be one that the engine did not bring up. */
function broughtUp({ pinnedProductId }: Offer, { products, dynamicProducts }: ChooseRequest): readonly Offered[] {
  if (pinnedProductId === null) return dynamicProducts;
  const pinned = { productId: pinnedProductId, product: products.get(pinnedProductId) ?? null };
  return [pinned, ...dynamicProducts.filter(({ productId }) => productId !== pinnedProductId)];
}

function judgeAll(
  offer: Offer,
  products: readonly Offered[],
  judging: Judging & { readonly use: OfferUse; readonly before: JudgedBefore },
): JudgedProducts {
  const { request, refused, before } = judging;
  const out: FallenOut[] = [];
  const passed: PassedProduct[] = [];
  for (const { productId, product } of products) {
    const usual = product !== null && request.visitor.depthsShown.size === 0 && !refused.has(productId);
    const known = product ? before.each.get(product) : undefined;
    const judged = (usual && known) || judge(offer, productId, { ...judging, priced: known?.priced ?? priceOf(offer, product, request) });
    if (usual && judged !== known) before.each.set(product, judged);
    if (judged.passed) passed.push(judged.passed);
    for (const fallen of judged.out) out.push(fallen);
  }
  return { passed, out };
}

function priceOf(offer: Offer, product: OfferedProduct | null, { rules, offerRules, policy }: ChooseRequest): PricedProduct | null {
  return product && priceProduct(offer, product, { costs: rules, safetyStock: offerRules.safetyStock, returnShare: policy.returnShare });
}

function judge(
  offer: Offer,
  productId: string,
  { priced, request, refused, use }: Judging & { readonly priced: PricedProduct | null; readonly use: OfferUse },
): JudgedProduct {
  const fault = judgeProduct(offer, productId, priced, refused);
  if (fault !== null || priced === null) {
    return { priced, passed: null, out: [{ offerId: offer.id, productId, depthBp: null, reason: fault ?? "out_of_stock" }] };
  }
  const out: FallenOut[] = [];
  const arms: PricedArm[] = [];
  for (const arm of depthsLeft(offer, priced, request)) {
    const reason = judgeArm(offer, arm, priced, use);
    if (reason === null) arms.push(arm);
    else out.push({ offerId: offer.id, productId, depthBp: arm.depthBp, reason });
  }
  const bestProfit = Math.max(...arms.map(({ profit }) => profit));
  return { priced, passed: arms.length > 0 ? { offer, priced, arms, bestProfit } : null, out };
}

/**
 * Neither higher nor lower than what this visitor was given of the same offer and product. Where the offer has that depth no more, or
 * only an A/B test gave it, the next one that is not deeper, else the shallowest.
 */
function depthsLeft(offer: Offer, { product, arms }: PricedProduct, { visitor }: ChooseRequest): readonly PricedArm[] {
  if (visitor.depthsShown.size === 0) return arms;
  const given = visitor.depthsShown.get(`${offer.id}:${product.productId}`);
  if (given === undefined) return arms;
  const kept = arms.findLast((arm) => arm.depthBp <= given) ?? arms[0];
  return kept ? [kept] : [];
}
