import { BestEntries } from "../affinity/best-entries.ts";
import { armWeights } from "../policy/arm-weights.ts";
import { type Beta, betaMean, LEAST_BASE } from "../policy/beta-posterior.ts";
import { incrementalProfit, type Worth } from "../policy/incremental-profit.ts";
import { type ArmWeight, type OfferedVariant, SHOW_NOTHING, WEIGHT_RULES } from "../policy/weights-of-wins.ts";
import { type Arm, armName } from "./arm.ts";
import { armWorth, futureValue, switchingLoss } from "./arm-economics.ts";
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
  const drawnFor = promising(tier, beliefs, request)
    .map((item) => weigh(item, beliefs, request))
    .sort((a, b) => b.best - a.best || (nameOf(a, 0) < nameOf(b, 0) ? -1 : 1))
    .slice(0, DRAWN_FOR);
  const won = valueOfWinning(request);
  const mayShowNothing = !tier.some(({ offer, pinned }) => pinned || (offer.stage === "tripwire" && won === null));
  const arms = drawnFor.flatMap(armsOf);
  const weights = armWeights(drawnFor.map(variantOf), { ...WEIGHT_RULES, mayShowNothing });
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

/** Of all products of a tier those that would earn most by a rough look, best first. */
function promising(tier: readonly EligibleOffer[], beliefs: ContextBeliefs, { affinity }: ChooseRequest): readonly PassedProduct[] {
  const all = tier.flatMap(({ products }) => products);
  if (all.length <= LOOKED_AT) return all;
  const best = new BestEntries(LOOKED_AT);
  for (let at = 0; at < all.length; at++) {
    const { offer, priced, bestProfit, place } = all[at] as PassedProduct;
    const { productId } = priced.product;
    best.offer(at, bestProfit * beliefs.rough(offer.id, productId, affinity.baseProbability(productId, place)));
  }
  const kept = new Int32Array(LOOKED_AT);
  best.drain(kept, 0);
  return Array.from(kept, (at) => all[at] as PassedProduct);
}

/** A product with what is believed and expected of it at each of its depths. */
interface WeighedProduct {
  readonly item: PassedProduct;
  readonly depths: readonly PricedArm[];
  /** chance that it joins this cart unaided, before what was learned */
  readonly probability: number;
  readonly unaided: Beta;
  /** worth of a sale that would not have been made otherwise, beyond its own profit */
  readonly future: number;
  /** an entry for each depth */
  readonly acceptances: readonly Beta[];
  readonly worths: readonly Worth[];
  readonly scores: readonly number[];
  /** of its scores */
  readonly best: number;
}

function weigh(item: PassedProduct, beliefs: ContextBeliefs, request: ChooseRequest): WeighedProduct {
  const { offer, priced, place } = item;
  const { productId, productType } = priced.product;
  const probability = Math.max(LEAST_BASE, request.affinity.baseProbability(productId, place));
  const { base: unaided, acceptance } = beliefs.of({ offerId: offer.id, productId, productType, baseProbability: probability });
  const future = futureValue(offer, valueOfWinning(request));
  const economics = {
    switching: switchingLoss(priced, request),
    interruption: request.policy.interruption[request.placement] ?? 0,
    future,
  };
  const bought = betaMean(unaided);
  const depths = request.visitor.drawnBy === null ? item.arms.slice(0, 1) : item.arms;
  const acceptances = depths.map(({ depthBp }) => acceptance(depthBp));
  const worths = depths.map((arm) => armWorth(arm, priced, economics));
  const scores = worths.map((worth, at) => incrementalProfit(worth, betaMean(acceptances[at] as Beta), bought));
  return { item, depths, probability, unaided, future, acceptances, worths, scores, best: Math.max(...scores) };
}

function armOf({ item, depths }: WeighedProduct, at: number): Arm {
  return { offerId: item.offer.id, productId: item.priced.product.productId, depthBp: (depths[at] as PricedArm).depthBp };
}

function nameOf(product: WeighedProduct, at: number): string {
  return armName(armOf(product, at));
}

function armsOf(product: WeighedProduct): WeighedArm[] {
  const { item, depths, probability, unaided, future, acceptances, scores } = product;
  return depths.map((priced, at) => ({
    arm: armOf(product, at),
    name: nameOf(product, at),
    item,
    priced,
    score: scores[at] as number,
    later: (betaMean(acceptances[at] as Beta) - betaMean(unaided)) * future,
    base: probability,
  }));
}

function variantOf(product: WeighedProduct): OfferedVariant {
  const { depths, unaided, acceptances, worths } = product;
  return {
    base: unaided,
    arms: depths.map((_, at) => ({ id: nameOf(product, at), acceptance: acceptances[at] as Beta, worth: worths[at] as Worth })),
  };
}
