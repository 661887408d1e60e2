import { randomUUID } from "node:crypto";
import { CART_ATTRIBUTE, type OfferResponse } from "../../../extensions/contract/offer-view.ts";
import { type ShopReader, shopReader } from "../../database/pool.server.ts";
import { signOfferToken } from "../../shopify/offer-token.server.ts";
import type { Choice, NoChoice, OfferChoice } from "../choose/choice.ts";
import { chooseOffer } from "../choose/choose-offer.ts";
import type { OfferUse } from "../choose/choose-request.ts";
import { UNUSED } from "../choose/judge-offer.ts";
import { takePart } from "../choose/take-part.ts";
import { isRunning, isShownAt } from "../offers/running-offers.ts";
import { cartAffinity } from "./cart-affinity.server.ts";
import type { DecideRequest, DecidingShop } from "./decide-request.ts";
import { keepDecision } from "./decision-buffer.server.ts";
import { decisionRow } from "./decision-row.ts";
import { dynamicProducts } from "./dynamic-products.server.ts";
import { type FunnelSnapshot, funnelSnapshot } from "./funnel-snapshot.server.ts";
import { offerView } from "./offer-view.ts";
import { type AskedFacts, askedFacts } from "./visitor-facts.server.ts";
import { visitorHash } from "./visitor-hash.server.ts";

export type { DecideRequest, DecidingShop } from "./decide-request.ts";

/** Which offer this visitor is shown now, or none with the reason. Either way the decision is kept. */
export async function decide(shop: DecidingShop, request: DecideRequest): Promise<OfferResponse> {
  const decisionId = request.decisionId ?? randomUUID();
  const visitor = visitorHash(shop.shopId, request.visitor);
  const tracked = request.kept ?? false;
  const asked = await askOf({ shop, request, visitor });
  const choice = await choose(asked);
  const taken = takePart(choice, { id: visitor, tracked, exposures: asked.facts.exposures }, asked.snapshot);
  const policyVersion = asked.snapshot.policy.version;
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
export async function previewDecision(
  shop: DecidingShop,
  request: DecideRequest,
  { customerOrders }: { customerOrders: number | null },
): Promise<{ choice: Choice; policyVersion: number }> {
  const visitor = visitorHash(shop.shopId, request.visitor);
  const { facts, ...asked } = await askOf({ shop, request, visitor });
  const choice = await choose({ ...asked, facts: { ...facts, visitor: { ...facts.visitor, customerOrders } } });
  return { choice, policyVersion: asked.snapshot.policy.version };
}

interface Asked {
  readonly shop: DecidingShop;
  readonly request: DecideRequest;
  readonly facts: AskedFacts;
  readonly snapshot: FunnelSnapshot;
}

async function askOf({ shop, request, visitor }: { shop: DecidingShop; request: DecideRequest; visitor: string }): Promise<Asked> {
  const facts = await askedFacts(shop.shopId, request, visitor);
  return { shop, request, facts, snapshot: await funnelSnapshot(shop.shopId, facts.stamp, request.now.getTime()) };
}

async function choose({ shop, request, facts, snapshot }: Asked): Promise<Choice> {
  if (!snapshot.installed) return NOT_INSTALLED;
  const db: ShopReader = shopReader(shop.shopId);
  const beside = [...new Set([...facts.cart.map((line) => line.productId), ...(request.productId === null ? [] : [request.productId])])];
  const affinity = await cartAffinity(db, snapshot.affinityVersion, beside);
  const dynamic = asksForProducts(snapshot, request)
    ? await dynamicProducts(db, affinity, {
        beside: [...facts.cart, ...(facts.viewed ? [facts.viewed] : [])],
        refused: new Set([...beside, ...snapshot.offerRules.excludedProductIds]),
        now: request.now.getTime(),
      })
    : [];
  return chooseOffer({
    shopId: shop.shopId,
    now: request.now,
    placement: request.placement,
    currency: shop.currency,
    rules: snapshot.rules,
    offerRules: snapshot.offerRules,
    offers: snapshot.offers,
    products: snapshot.products,
    dynamicProducts: dynamic,
    cart: facts.cart,
    lineCount: request.lines.length,
    offeredLines: request.lines.filter((line) => (line.offerId ?? null) !== null).length,
    viewed: facts.viewed,
    visitor: facts.visitor,
    use: usesOf(snapshot, facts),
    affinity,
    policy: snapshot.policy,
    acquiredValue: snapshot.acquiredValue,
    judged: snapshot.judged,
  });
}

/** Whether an offer here leaves the choice of the product to the engine. */
function asksForProducts({ offers }: FunnelSnapshot, { placement, now }: DecideRequest): boolean {
  return offers.some((offer) => offer.dynamic && isShownAt(offer, placement) && isRunning(offer, now));
}

/** What is the same for all visitors, and beside it what this one did: mostly nothing. */
function usesOf({ uses, offerRules }: FunnelSnapshot, { own, declines }: AskedFacts): ReadonlyMap<number, OfferUse> {
  const theirs = new Set([...Object.keys(own), ...Object.keys(declines)].map(Number));
  if (theirs.size === 0) return uses;
  const restHours = offerRules.restDays * 24;
  const all = new Map(uses);
  for (const id of theirs) {
    const recent = (declines[id] ?? []).filter((hours) => hours < restHours).length;
    all.set(id, { ...(uses.get(id) ?? UNUSED), ownOrders: own[id] ?? 0, declines: recent });
  }
  return all;
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
