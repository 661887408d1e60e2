import type { Interruption } from "./interruption.ts";
import { type AcceptanceModel, expectedAcceptance } from "./policy/acceptance-model.ts";
import { type Beta, betaMean, type Counts, LEAST_BASE, posterior } from "./policy/beta-posterior.ts";
import { acceptanceModel, baseModel, groupsOf, type PolicyModel, UNTRAINED_MODEL } from "./policy-model.ts";
import { NO_RETURNS, returnShareOf } from "./return-shares.ts";

/** A policy snapshot made ready to be asked. */
export interface PolicyBeliefs {
  /** 0: priors alone */
  readonly version: number;
  readonly acceptance: AcceptanceModel;
  readonly base: AcceptanceModel;
  readonly groups: ReturnType<typeof groupsOf>;
  readonly shown: ReadonlyMap<string, Counts>;
  /** over all depths, by context, offer and product */
  readonly shownAtAnyDepth: ReadonlyMap<string, ReadonlyMap<number, ReadonlyMap<string, Counts>>>;
  readonly withheld: ReadonlyMap<string, Counts>;
  /** share of a product's units that is expected to come back */
  readonly returnShare: (productId: string, productType: string) => number;
  readonly interruption: Interruption;
}

export interface BeliefAbout {
  readonly context: string;
  readonly offerId: number;
  readonly productId: string;
  readonly productType: string;
}

const NONE: Counts = { trials: 0, successes: 0 };

export function policyBeliefs(version: number, model: PolicyModel): PolicyBeliefs {
  return {
    version,
    acceptance: acceptanceModel(model.acceptance),
    base: baseModel(model.base),
    groups: groupsOf(model),
    shown: new Map(
      model.shown.map(([context, offerId, productId, depthBp, trials, successes]) => [
        `${offerId}|${productId}|${depthBp}|${context}`,
        { trials, successes },
      ]),
    ),
    shownAtAnyDepth: overDepths(model),
    withheld: new Map(model.withheld.map(([context, productId, trials, successes]) => [`${productId}|${context}`, { trials, successes }])),
    returnShare: returnShareOf(model.measures?.returns ?? NO_RETURNS),
    interruption: model.measures?.interruption ?? {},
  };
}

export const UNTRAINED: PolicyBeliefs = policyBeliefs(0, UNTRAINED_MODEL);

/** The chance that a product is bought unaided here; `baseProbability` is the order history's word. */
export function baseBelief(policy: PolicyBeliefs, about: BeliefAbout, baseProbability: number): Beta {
  const { context, productId, productType } = about;
  const mean = expectedAcceptance(policy.base, {
    baseProbability: Math.max(LEAST_BASE, baseProbability),
    depth: 0,
    groups: policy.groups({ context, productType, offerId: null }),
  });
  return posterior(mean, policy.base.strength, policy.withheld.get(`${productId}|${context}`));
}

/** The chance that the product is taken at a depth, given what is believed of it unaided. */
export function acceptanceBelief(policy: PolicyBeliefs, about: BeliefAbout & { depthBp: number }, base: Beta): Beta {
  const { context, offerId, productId, depthBp } = about;
  const mean = expectedAcceptance(policy.acceptance, {
    baseProbability: betaMean(base),
    depth: depthBp / 10_000,
    groups: policy.groups(about),
  });
  return posterior(mean, policy.acceptance.strength, policy.shown.get(`${offerId}|${productId}|${depthBp}|${context}`));
}

function overDepths(model: PolicyModel): Map<string, Map<number, Map<string, Counts>>> {
  const sums = new Map<string, Map<number, Map<string, Counts>>>();
  for (const [context, offerId, productId, , trials, successes] of model.shown) {
    const here = sums.get(context) ?? new Map<number, Map<string, Counts>>();
    sums.set(context, here);
    const ofOffer = here.get(offerId) ?? new Map<string, Counts>();
    here.set(offerId, ofOffer);
    const before = ofOffer.get(productId) ?? NONE;
    ofOffer.set(productId, { trials: before.trials + trials, successes: before.successes + successes });
  }
  return sums;
}

/**
 * Rough chances of acceptance in a context, for telling what is worth weighing: what was seen there, and the order history's word
 * where little was.
 */
export function roughAcceptance(policy: PolicyBeliefs, context: string): (offerId: number, productId: string, base: number) => number {
  const here = policy.shownAtAnyDepth.get(context);
  const { strength } = policy.acceptance;
  return (offerId, productId, base) => {
    const seen = here?.get(offerId)?.get(productId);
    return seen ? (seen.successes + strength * base) / (seen.trials + strength) : base;
  };
}
