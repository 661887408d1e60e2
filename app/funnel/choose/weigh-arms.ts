import { armWeights } from "../policy/arm-weights.ts";
import { betaMean, LEAST_BASE } from "../policy/beta-posterior.ts";
import { type ArmWeight, SHOW_NOTHING, WEIGHT_RULES } from "../policy/weights-of-wins.ts";
import { type Arm, armName } from "./arm.ts";
import { armValue, futureValue, switchingLoss } from "./arm-economics.ts";
import { beliefsIn, type ContextBeliefs } from "./beliefs.ts";
import type { ChooseRequest } from "./choose-request.ts";
import type { EligibleOffer } from "./eligible-offers.ts";
import { isFirstTime } from "./judge-offer.ts";
import type { PassedProduct } from "./judge-products.ts";
import type { PricedArm } from "./priced-product.ts";

/** An arm with what is expected of showing it. */
export interface WeighedArm {
  readonly arm: Arm;
  readonly name: string;
  readonly item: PassedProduct;
  readonly priced: PricedArm;
  /** expected incremental profit, minor units */
  readonly score: number;
  /** how much of it is expected of later orders of customers won */
  readonly later: number;
  readonly base: number;
}

export interface WeighedTier {
  readonly arms: readonly WeighedArm[];
  /** of the arms that stay eligible and of showing nothing; they sum to 1 */
  readonly weights: readonly ArmWeight[];
}

/** By a rough look, so many products are weighed, and of those so many drawn for. Both the same for the same cart and beliefs. */
const LOOKED_AT = 24;
const DRAWN_FOR = 8;

/**
 * Chances of the arms of one tier. Showing nothing competes, except with what the merchant pinned, and with a tripwire while nobody
 * knows what a customer won is worth: there the loss budget is the merchant's word that it may be tried. For a visitor of whom
 * nothing lasts no chance is left: what is expected to earn most is shown, at its shallowest depth.
 */
export function weighArms(tier: readonly EligibleOffer[], context: string, request: ChooseRequest): WeighedTier {
  const beliefs = beliefsIn(request.policy, context);
  const weighed = promising(tier, beliefs, request)
    .map((item) => weigh(item, beliefs, request))
    .sort((a, b) => b.best - a.best || (a.name < b.name ? -1 : 1))
    .slice(0, DRAWN_FOR);
  const won = valueOfWinning(request);
  const mayShowNothing = !tier.some(({ offer, pinned }) => pinned || (offer.stage === "tripwire" && won === null));
  const arms = weighed.flatMap(({ arms }) => arms);
  const weights = armWeights(
    weighed.map(({ variant }) => variant),
    { ...WEIGHT_RULES, mayShowNothing },
  );
  return { arms, weights: request.visitor.drawnBy === null ? surest(arms, weights) : weights };
}

/** Expected later profit when this visitor buys; null: not known yet. Who has ordered before was won before. */
function valueOfWinning(request: ChooseRequest): number | null {
  return isFirstTime(request) ? request.acquiredValue : 0;
}

/** The chances of the same arms when the one that is expected to earn most, or showing nothing, is certain. */
function surest(arms: readonly WeighedArm[], weights: readonly ArmWeight[]): ArmWeight[] {
  const stays = new Set(weights.map(({ arm }) => arm));
  let best: WeighedArm | null = null;
  for (const one of arms) if (stays.has(one.name) && one.score > (best?.score ?? -Infinity)) best = one;
  const earns = best !== null && (best.score > 0 || !stays.has(SHOW_NOTHING));
  const certain = earns ? best?.name : SHOW_NOTHING;
  return weights.map(({ arm }) => ({ arm, weight: arm === certain ? 1 : 0 }));
}

/** Of all products of a tier those that would earn most by a rough look. */
function promising(tier: readonly EligibleOffer[], beliefs: ContextBeliefs, { affinity }: ChooseRequest): readonly PassedProduct[] {
  const all = tier.flatMap(({ products }) => products);
  if (all.length <= LOOKED_AT) return all;
  const worths = new Float64Array(all.length);
  for (let at = 0; at < all.length; at++) {
    const { offer, priced, bestProfit } = all[at] as PassedProduct;
    const { productId } = priced.product;
    worths[at] = bestProfit * beliefs.rough(offer.id, productId, affinity.baseProbability(productId));
  }
  const least = worths.toSorted()[worths.length - LOOKED_AT] as number;
  const best: { item: PassedProduct; worth: number }[] = [];
  for (let at = 0; at < all.length; at++) {
    const worth = worths[at] as number;
    if (worth >= least) best.push({ item: all[at] as PassedProduct, worth });
  }
  return best
    .sort((a, b) => b.worth - a.worth || a.item.offer.id - b.item.offer.id || compareIds(a.item, b.item))
    .slice(0, LOOKED_AT)
    .map(({ item }) => item);
}

function compareIds(a: PassedProduct, b: PassedProduct): number {
  return a.priced.product.productId < b.priced.product.productId ? -1 : 1;
}

function weigh(item: PassedProduct, beliefs: ContextBeliefs, request: ChooseRequest) {
  const { offer, priced } = item;
  const { productId, productType } = priced.product;
  const probability = Math.max(LEAST_BASE, request.affinity.baseProbability(productId));
  const { base, acceptance: believed } = beliefs.of({ offerId: offer.id, productId, productType, baseProbability: probability });
  const economics = {
    switching: switchingLoss(priced, request),
    interruption: request.policy.interruption[request.placement] ?? 0,
    future: futureValue(offer, valueOfWinning(request)),
  };
  const unaided = betaMean(base);
  const arms = request.visitor.drawnBy === null ? item.arms.slice(0, 1) : item.arms;
  const judged = arms.map((arm) => {
    const acceptance = believed(arm.depthBp);
    const taken = betaMean(acceptance);
    const value = armValue(arm, priced, economics);
    const named: Arm = { offerId: offer.id, productId, depthBp: arm.depthBp };
    const name = armName(named);
    const weighed: WeighedArm = {
      arm: named,
      name,
      item,
      priced: arm,
      score: value(taken, unaided),
      later: (taken - unaided) * economics.future,
      base: probability,
    };
    return { weighed, drawn: { id: name, acceptance, value } };
  });
  return {
    name: judged[0]?.weighed.name ?? "",
    best: Math.max(...judged.map(({ weighed }) => weighed.score)),
    arms: judged.map(({ weighed }) => weighed),
    variant: { base, arms: judged.map(({ drawn }) => drawn) },
  };
}
