import { randomUUID } from "node:crypto";
import { CART_ATTRIBUTE, type OfferResponse } from "../../extensions/contract/offer-view.ts";
import { type Db, inShop } from "../database/pool.server.ts";
import { signOfferToken } from "../shopify/offer-token.server.ts";
import type { CartAffinity } from "./affinity/serve-cart.ts";
import { cartAffinity } from "./cart-affinity.server.ts";
import type { Choice, NoChoice, OfferChoice } from "./choice.ts";
import { chooseOffer } from "./choose-offer.ts";
import type { OfferUse } from "./choose-request.ts";
import type { DecideRequest, DecidingShop } from "./decide-request.ts";
import { keepDecision } from "./decision-buffer.server.ts";
import { decisionRow } from "./decision-row.ts";
import { type FunnelSnapshot, funnelSnapshot } from "./funnel-snapshot.server.ts";
import { UNUSED } from "./judge-offer.ts";
import { offerView } from "./offer-view.ts";
import { recentProducts } from "./product-facts.server.ts";
import { isRunning, isShownAt } from "./running-offers.ts";
import { takePart } from "./take-part.ts";
import { type AskedFacts, askedFacts } from "./visitor-facts.server.ts";
import { visitorHash } from "./visitor-hash.server.ts";

export type { DecideRequest, DecidingShop } from "./decide-request.ts";

/** So many products are considered where an offer leaves the choice to the engine. */
const DYNAMIC_CANDIDATES = 40;

/** Which offer this visitor is shown now, or none with the reason. Either way the decision is kept. */
export async function decide(shop: DecidingShop, request: DecideRequest): Promise<OfferResponse> {
  const decisionId = request.decisionId ?? randomUUID();
  const visitor = visitorHash(shop.shopId, request.visitor);
  const tracked = request.kept ?? false;
  const { taken, policyVersion } = await inShop(shop.shopId, async (db) => {
    const asked = await askOf(db, { shop, request, visitor });
    const choice = await choose(db, asked);
    return {
      taken: takePart(choice, { id: visitor, tracked, exposures: asked.facts.exposures }, asked.snapshot),
      policyVersion: asked.snapshot.policy.version,
    };
  });
  await keepDecision(shop.shopId, decisionRow({ decisionId, request, visitor, tracked, taken, policyVersion }));
  const shown: Choice = taken.withheld === null ? taken.choice : { ...NOT_INSTALLED, reason: "holdout" };
  return offerView(shown, {
    decisionId,
    currency: shop.currency,
    locale: request.locale ?? "en",
    token: shown.kind === "offer" ? tokenOf(shop, shown, { decisionId, now: request.now }) : "",
    cartAttribute: tracked ? { key: CART_ATTRIBUTE, value: visitor } : null,
  });
}

const NOT_INSTALLED: NoChoice = { kind: "none", reason: "shop_not_ready", propensity: null, context: "", candidates: [] };

/** What a guest, or a customer with so many orders, would be shown with this cart now; nothing is kept, and nobody is held out. */
export function previewDecision(
  shop: DecidingShop,
  request: DecideRequest,
  { customerOrders }: { customerOrders: number | null },
): Promise<{ choice: Choice; policyVersion: number }> {
  const visitor = visitorHash(shop.shopId, request.visitor);
  return inShop(shop.shopId, async (db) => {
    const { facts, ...asked } = await askOf(db, { shop, request, visitor });
    const choice = await choose(db, { ...asked, facts: { ...facts, visitor: { ...facts.visitor, customerOrders } } });
    return { choice, policyVersion: asked.snapshot.policy.version };
  });
}

interface Asked {
  readonly shop: DecidingShop;
  readonly request: DecideRequest;
  readonly facts: AskedFacts;
  readonly snapshot: FunnelSnapshot;
}

async function askOf(db: Db, { visitor, ...asking }: { shop: DecidingShop; request: DecideRequest; visitor: string }): Promise<Asked> {
  const facts = await askedFacts(db, asking.request, visitor);
  return { ...asking, facts, snapshot: await funnelSnapshot(db, facts.stamp, asking.request.now.getTime()) };
}

async function choose(db: Db, { shop, request, facts, snapshot }: Asked): Promise<Choice> {
  if (!snapshot.installed) return NOT_INSTALLED;
  const beside = [...new Set([...facts.cart.map((line) => line.productId), ...(request.productId === null ? [] : [request.productId])])];
  const affinity = await cartAffinity(db, snapshot.affinityVersion, beside);
  const dynamicProductIds = dynamicCandidates({ request, snapshot, affinity, beside });
  const dynamic = await recentProducts(db, dynamicProductIds, request.now.getTime());
  return chooseOffer({
    shopId: shop.shopId,
    now: request.now,
    placement: request.placement,
    currency: shop.currency,
    rules: snapshot.rules,
    offerRules: snapshot.offerRules,
    offers: snapshot.offers,
    products: { get: (id) => snapshot.products.get(id) ?? dynamic.get(id) },
    dynamicProductIds,
    cart: facts.cart,
    viewed: facts.viewed,
    visitor: facts.visitor,
    use: usesOf(snapshot, facts),
    affinity,
    policy: snapshot.policy,
    acquiredValue: snapshot.acquiredValue,
    priced: snapshot.priced,
  });
}

/** What goes best with the cart and what is being viewed, when an offer here leaves the choice to the engine. */
function dynamicCandidates(about: {
  request: DecideRequest;
  snapshot: FunnelSnapshot;
  affinity: CartAffinity;
  beside: readonly string[];
}): string[] {
  const { request, snapshot, affinity, beside } = about;
  const asks = snapshot.offers.some((offer) => offer.dynamic && isShownAt(offer, request.placement) && isRunning(offer, request.now));
  if (!asks) return [];
  const refused = new Set([...beside, ...snapshot.offerRules.excludedProductIds]);
  return affinity.candidates(DYNAMIC_CANDIDATES, (productId) => !refused.has(productId)).map(({ productId }) => productId);
}

function usesOf(snapshot: FunnelSnapshot, facts: AskedFacts): Map<number, OfferUse> {
  const restHours = snapshot.offerRules.restDays * 24;
  return new Map(
    snapshot.offers.map(({ id }) => {
      const declines = (facts.declines[id] ?? []).filter((hours) => hours < restHours).length;
      return [id, { ...UNUSED, ...snapshot.totals.get(id), ownOrders: facts.own[id] ?? 0, declines }];
    }),
  );
}

function tokenOf(shop: DecidingShop, { offer, variantId, discount }: OfferChoice, made: { decisionId: string; now: Date }): string {
  return signOfferToken(shop.domain, {
    offerId: offer.id,
    variantId,
    discount,
    maxQuantity: offer.maxQuantity,
    timezone: shop.timezone,
    ...made,
  });
}
