import { chooseArm } from "../policy/choose-arm.ts";
import { SHOW_NOTHING } from "../policy/weights-of-wins.ts";
import type { Candidate, Choice } from "./choice.ts";
import type { ChooseRequest } from "./choose-request.ts";
import { decisionContext } from "./decision-context.ts";
import { candidateSource, type EligibleOffer, eligibleOffers, type FallenOut } from "./eligible-offers.ts";
import { nearer } from "./judge-offer.ts";
import { type WeighedArm, type WeighedTier, weighArms } from "./weigh-arms.ts";

export type { Choice } from "./choice.ts";

/** All arms with a chance are among them, so that what their chances leave is that of showing nothing. */
const KEPT_CANDIDATES = 12;
const NOTHING_LIVE: FallenOut["reason"] = "no_live_offer";

/**
 * Which offer to show, or none with the reason. Rules come first; of what passes them only the best tier competes (a first-time
 * buyer's tripwire, then the merchant's priority, then what is pinned), by expected incremental profit against showing nothing. A tier of
 * which no arm may earn anything gives way to the next. The chance of what is chosen is exact: weights are a function of
 * snapshot, cart and eligible arms alone, and the visitor is hashed into them. For a visitor of whom nothing lasts they are 1 and 0.
 */
export function chooseOffer(request: ChooseRequest): Choice {
  const context = decisionContext({ ...request, customerOrders: request.visitor.customerOrders });
  const { tiers, out } = eligibleOffers(request);
  const weighed: WeighedTier[] = [];
  for (const tier of tiers) {
    const now = weighArms(tier, context, request);
    weighed.unshift(now);
    if (now.weights.some(({ arm }) => arm !== SHOW_NOTHING)) break;
  }
  const competing = weighed[0];
  const chosen = competing && chooseArm(competing.weights, `${request.shopId}:${request.placement}`, request.visitor.drawnBy ?? "");
  const candidates = candidatesOf({ weighed, outranked: tiers.slice(weighed.length), out, chosen: chosen?.arm ?? null, request });
  const winner = competing?.arms.find(({ name }) => name === chosen?.arm);
  if (!winner || !chosen) {
    const reason = chosen ? "no_profitable_offer" : out.reduce((nearest, fallen) => nearer(nearest, fallen.reason), NOTHING_LIVE);
    return { kind: "none", reason, propensity: chosen?.propensity ?? null, context, candidates };
  }
  const { offer, priced } = winner.item;
  const variant = priced.variant;
  if (!variant) throw new Error(`Arm ${winner.name} has no variant`);
  return {
    kind: "offer",
    offer,
    product: priced.product,
    variantId: variant.id,
    price: variant.price,
    discountedPrice: winner.priced.paid,
    discount: winner.priced.discount,
    depthBp: winner.arm.depthBp,
    arm: winner.arm,
    propensity: chosen.propensity,
    context,
    candidates,
  };
}

/**
 * The chosen arm first, then those that competed; then, whatever the room, the best arm of each offer of a tier that gave way and each offer
 * that another one outranks; then what fell out, the nearest first.
 */
function candidatesOf(made: {
  weighed: readonly WeighedTier[];
  outranked: readonly (readonly EligibleOffer[])[];
  out: readonly FallenOut[];
  chosen: string | null;
  request: ChooseRequest;
}): Candidate[] {
  const { weighed, outranked, out, chosen, request } = made;
  const { version, offersSeen } = request.policy;
  const together = (productId: string) => request.affinity.oftenTogether(productId);
  const inOrder = ({ arms, weights }: WeighedTier): Competed[] => {
    const chances = new Map(weights.map(({ arm, weight }) => [arm, weight]));
    // a tier of which nothing stayed
    const reason = weights.some(({ arm }) => arm !== SHOW_NOTHING) ? null : ("no_profitable_offer" as const);
    const first = (one: WeighedArm) => (one.name === chosen ? 1 : 0);
    return arms
      .map((one) => ({ one, weight: chances.get(one.name) ?? 0, reason }))
      .sort((a, b) => first(b.one) - first(a.one) || b.weight - a.weight || byScore(a.one, b.one));
  };
  const [competing, ...gaveWay] = weighed.map(inOrder);
  const kept = [...(competing ?? []).slice(0, KEPT_CANDIDATES), ...gaveWay.flatMap(bestOfEachOffer)].map(
    ({ one, weight, reason }): Candidate => ({
      ...one.arm,
      score: rounded(one.score, 2),
      later: rounded(one.later, 2),
      weight: rounded(weight, 6),
      reason,
      untried: version > 0 && !offersSeen.has(one.arm.offerId),
      together: together(one.arm.productId),
      base: rounded(one.base, 6),
      source: candidateSource(one.item.offer, one.arm.productId, request),
    }),
  );
  const room = KEPT_CANDIDATES - kept.length;
  const behind = outranked.flatMap((tier) =>
    tier.map(({ offer }) => fallenOut({ offerId: offer.id, productId: null, depthBp: null, reason: "outranked" }, request)),
  );
  return [...kept, ...behind, ...nearestOf(out, room).map((fallen) => fallenOut(fallen, request))];
}

interface Competed {
  readonly one: WeighedArm;
  readonly weight: number;
  readonly reason: Candidate["reason"];
}

/** Of arms in their order, the first of each offer. */
function bestOfEachOffer(arms: readonly Competed[]): Competed[] {
  const seen = new Set<number>();
  return arms.filter(({ one: { arm } }) => !seen.has(arm.offerId) && seen.add(arm.offerId));
}

function fallenOut(
  { offerId, productId, depthBp, reason }: Pick<Candidate, "offerId" | "productId" | "depthBp" | "reason">,
  request: ChooseRequest,
): Candidate {
  const offer = productId === null ? undefined : request.offers.find(({ id }) => id === offerId);
  return {
    offerId,
    productId,
    depthBp,
    score: null,
    later: null,
    weight: null,
    reason,
    untried: false,
    together: productId !== null && request.affinity.oftenTogether(productId),
    base: null,
    source: candidateSource(offer, productId, request),
  };
}

/** For reading: what is exact stands beside it, in the decision. */
function rounded(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

function byScore(a: WeighedArm, b: WeighedArm): number {
  return b.score - a.score || (a.name < b.name ? -1 : 1);
}

/** In their own order, those of the nearest reasons. */
function nearestOf(out: readonly FallenOut[], keep: number): FallenOut[] {
  if (keep <= 0) return [];
  return [...out].sort((a, b) => (a.reason === b.reason ? 0 : nearer(a.reason, b.reason) === a.reason ? -1 : 1)).slice(0, keep);
}
