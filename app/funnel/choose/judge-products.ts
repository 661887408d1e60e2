import type { KnownPlace } from "../affinity/serve-cart.ts";
import type { Offer } from "../offers/offer.ts";
import type { ChooseRequest, OfferUse } from "./choose-request.ts";
import type { FallenOut } from "./eligible-offers.ts";
import { judgeArm, judgeProduct, type Refused, UNUSED } from "./judge-offer.ts";
import type { OfferedProduct } from "./offered-product.ts";
import { type PricedArm, type PricedProduct, priceProduct } from "./priced-product.ts";

/** A product that an offer may offer, with the depths at which it may, by rising depth. */
export interface PassedProduct {
  readonly offer: Offer;
  readonly priced: PricedProduct;
  readonly arms: readonly PricedArm[];
  /** of the arm that earns most of one unit, minor units */
  readonly bestProfit: number;
  readonly place: KnownPlace;
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
  /** null: nothing of it fell out */
  readonly out: readonly FallenOut[] | null;
}

/**
 * What was worked out for visitors of whom no rule knows anything, which is the same for nearly everyone; of the same offers, rules, beliefs and
 * use of offers. A product whose facts are other ones is another object.
 */
export interface JudgedOffers {
  /** of all products that an offer names, by its id */
  readonly named: Map<number, JudgedProducts & { readonly productIds: ReadonlySet<string> }>;
  /** of single products that the engine brings up, by the offer's place among those that leave the product to it */
  readonly each: Map<OfferedProduct, JudgedRow>;
  readonly places: Map<number, number>;
  /** the rows of the products considered last: every offer that leaves the product to the engine asks for the same ones */
  last: { readonly considered: readonly Offered[]; readonly rows: readonly (JudgedRow | null)[] } | null;
}

type JudgedRow = (JudgedProduct | undefined)[];

export function nothingJudged(): JudgedOffers {
  return { named: new Map(), each: new Map(), places: new Map(), last: null };
}

interface Judging {
  readonly request: ChooseRequest;
  readonly refused: Refused;
}

/** Those of an offer's products that may be shown, with the depths at which they may, and those that may not. */
export function judgeProducts(offer: Offer, judging: Judging): JudgedProducts {
  const { request, refused } = judging;
  const use = request.use.get(offer.id) ?? UNUSED;
  if (offer.dynamic) return judgeBroughtUp(offer, { ...judging, use });
  const { named } = request.judged;
  const known = request.visitor.depthsShown.size === 0 ? named.get(offer.id) : undefined;
  const productIds = known?.productIds ?? new Set(offer.productIds);
  const usual = request.visitor.depthsShown.size === 0 && !anyOf(refused, productIds);
  if (usual && known) return known;
  const judged = { ...judgeNamed(offer, { ...judging, use }), productIds };
  if (usual) named.set(offer.id, judged);
  return judged;
}

function anyOf(refused: Refused, productIds: ReadonlySet<string>): boolean {
  for (const productId of refused.keys()) if (productIds.has(productId)) return true;
  return false;
}

/** What an offer would offer; null: it may not be offered now. */
interface Offered {
  readonly productId: string;
  readonly product: OfferedProduct | null;
}

interface JudgingUse extends Judging {
  readonly use: OfferUse;
}

function judgeNamed(offer: Offer, judging: JudgingUse): JudgedProducts {
  const { products } = judging.request;
  const judged = offer.productIds.map((productId) => {
    const product = products.get(productId) ?? null;
    return judge(offer, productId, { ...judging, priced: priceOf(offer, product, judging.request) });
  });
  return { passed: judged.flatMap(({ passed }) => passed ?? []), out: judged.flatMap(({ out }) => out ?? []) };
}

/** A pinned product may be one that the engine did not bring up. */
function judgeBroughtUp(offer: Offer, judging: JudgingUse): JudgedProducts {
  const { request, refused } = judging;
  const { judged, dynamicProducts } = request;
  if (judged.places.size === 0) for (const { id, dynamic } of request.offers) if (dynamic) judged.places.set(id, judged.places.size);
  if (judged.last?.considered !== dynamicProducts) judged.last = { considered: dynamicProducts, rows: rowsOf(dynamicProducts, judged) };
  const { rows } = judged.last;
  const place = judged.places.get(offer.id) as number;
  const asUsual = request.visitor.depthsShown.size === 0;
  const passed: PassedProduct[] = [];
  const out: FallenOut[] = [];
  const take = (productId: string, product: OfferedProduct | null, row: JudgedRow | null) => {
    const usual = row !== null && asUsual && !refused.has(productId);
    let one = usual ? row[place] : undefined;
    if (!one) {
      one = judge(offer, productId, { ...judging, priced: row?.[place]?.priced ?? priceOf(offer, product, request) });
      if (usual) row[place] = one;
    }
    if (one.passed !== null) passed.push(one.passed);
    if (one.out !== null) for (const fallen of one.out) out.push(fallen);
  };
  const { pinnedProductId } = offer;
  if (pinnedProductId !== null) take(pinnedProductId, request.products.get(pinnedProductId) ?? null, null);
  for (let at = 0; at < dynamicProducts.length; at++) {
    const { productId, product } = dynamicProducts[at] as Offered;
    if (productId !== pinnedProductId) take(productId, product, rows[at] as JudgedRow | null);
  }
  return { passed, out };
}

function rowsOf(considered: readonly Offered[], { each, places }: JudgedOffers): (JudgedRow | null)[] {
  return considered.map(({ product }) => {
    if (product === null) return null;
    const known = each.get(product);
    if (known) return known;
    const row: JudgedRow = new Array(places.size).fill(undefined);
    each.set(product, row);
    return row;
  });
}

function priceOf(offer: Offer, product: OfferedProduct | null, { rules, offerRules, policy }: ChooseRequest): PricedProduct | null {
  return product && priceProduct(offer, product, { costs: rules, safetyStock: offerRules.safetyStock, returnShare: policy.returnShare });
}

function judge(
  offer: Offer,
  productId: string,
  { priced, request, refused, use }: JudgingUse & { readonly priced: PricedProduct | null },
): JudgedProduct {
  const fault = judgeProduct(offer, productId, priced, refused);
  if (fault !== null || priced === null) {
    return { priced, passed: null, out: [{ offerId: offer.id, productId, depthBp: null, reason: fault ?? "out_of_stock" }] };
  }
  const out: FallenOut[] = [];
  const depths = depthsLeft(offer, priced, request);
  for (const arm of depths) {
    const reason = judgeArm(offer, arm, priced, use);
    if (reason !== null) out.push({ offerId: offer.id, productId, depthBp: arm.depthBp, reason });
  }
  // mostly nothing falls out, and the list is kept for as long as the snapshot
  const arms = out.length === 0 ? depths : depths.filter(({ depthBp }) => !out.some((fallen) => fallen.depthBp === depthBp));
  const bestProfit = Math.max(...arms.map(({ profit }) => profit));
  return {
    priced,
    passed: arms.length > 0 ? { offer, priced, arms, bestProfit, place: { version: 0, product: -1 } } : null,
    out: out.length > 0 ? out : null,
  };
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
