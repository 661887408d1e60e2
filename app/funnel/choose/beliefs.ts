import type { Interruption } from "../learn/interruption.ts";
import { acceptanceModel, baseModel, groupsOf, type PolicyModel, UNTRAINED_MODEL } from "../learn/policy-model.ts";
import { NO_RETURNS, returnShareOf } from "../learn/return-shares.ts";
import { type AcceptanceModel, expectedAcceptance } from "../policy/acceptance-model.ts";
import { type Beta, betaMean, type Counts, LEAST_BASE, posterior } from "../policy/beta-posterior.ts";

/** A policy snapshot made ready to be asked. */
export interface PolicyBeliefs {
  /** 0: priors alone */
  readonly version: number;
  readonly acceptance: AcceptanceModel;
  readonly base: AcceptanceModel;
  readonly groups: ReturnType<typeof groupsOf>;
  /** what was seen, by context */
  readonly seen: ReadonlyMap<string, SeenThere>;
  /** offers of which anything was seen */
  readonly offersSeen: ReadonlySet<number>;
  /** share of a product's units that is expected to come back */
  readonly returnShare: (productId: string, productType: string) => number;
  readonly interruption: Interruption;
}

interface SeenThere {
  /** by offer, then by product */
  readonly shown: Map<number, Map<string, ShownCounts>>;
  /** by product */
  readonly withheld: Map<string, Counts>;
}

interface ShownCounts {
  readonly atDepth: Map<number, Counts>;
  atAnyDepth: Counts;
}

export function policyBeliefs(version: number, model: PolicyModel): PolicyBeliefs {
  const seen = new Map<string, SeenThere>();
  const there = (context: string) => {
    const known = seen.get(context) ?? { shown: new Map(), withheld: new Map() };
    seen.set(context, known);
    return known;
  };
  for (const [context, offerId, productId, depthBp, trials, successes] of model.shown) {
    const { shown } = there(context);
    const products = shown.get(offerId) ?? new Map<string, ShownCounts>();
    shown.set(offerId, products);
    const counts = products.get(productId) ?? { atDepth: new Map(), atAnyDepth: { trials: 0, successes: 0 } };
    products.set(productId, counts);
    counts.atDepth.set(depthBp, { trials, successes });
    counts.atAnyDepth = { trials: counts.atAnyDepth.trials + trials, successes: counts.atAnyDepth.successes + successes };
  }
  for (const [context, productId, trials, successes] of model.withheld) there(context).withheld.set(productId, { trials, successes });
  return {
    version,
    acceptance: acceptanceModel(model.acceptance),
    base: baseModel(model.base),
    groups: groupsOf(model),
    seen,
    offersSeen: new Set(model.shown.map(([, offerId]) => offerId)),
    returnShare: returnShareOf(model.measures?.returns ?? NO_RETURNS),
    interruption: model.measures?.interruption ?? {},
  };
}

export const UNTRAINED: PolicyBeliefs = policyBeliefs(0, UNTRAINED_MODEL);

/** What may be believed of a product in an offer. */
export interface BeliefAbout {
  readonly offerId: number;
  readonly productId: string;
  readonly productType: string;
  /** the order history's word that it joins this cart unaided */
  readonly baseProbability: number;
}

export interface ProductBeliefs {
  /** the chance that the product is bought unaided here */
  readonly base: Beta;
  /** the chance that it is taken at a depth, given that */
  acceptance(depthBp: number): Beta;
}

/** The beliefs of one context; asked for two dozen products at every decision. */
export interface ContextBeliefs {
  of(about: BeliefAbout): ProductBeliefs;
  /** A rough chance of acceptance, for telling what is worth weighing: what was seen here, and the order history's word where little was. */
  rough(offerId: number, productId: string, baseProbability: number): number;
}

export function beliefsIn(policy: PolicyBeliefs, context: string): ContextBeliefs {
  const seen = policy.seen.get(context);
  const { strength } = policy.acceptance;
  return {
    of: ({ offerId, productId, productType, baseProbability }) => {
      const unaided = expectedAcceptance(policy.base, {
        baseProbability: Math.max(LEAST_BASE, baseProbability),
        depth: 0,
        groups: policy.groups({ context, productType, offerId: null }),
      });
      const base = posterior(unaided, policy.base.strength, seen?.withheld.get(productId));
      const groups = policy.groups({ context, productType, offerId });
      const counts = seen?.shown.get(offerId)?.get(productId)?.atDepth;
      return {
        base,
        acceptance: (depthBp) => {
          const mean = expectedAcceptance(policy.acceptance, { baseProbability: betaMean(base), depth: depthBp / 10_000, groups });
          return posterior(mean, strength, counts?.get(depthBp));
        },
      };
    },
    rough: (offerId, productId, baseProbability) => {
      const counts = seen?.shown.get(offerId)?.get(productId)?.atAnyDepth;
      return counts ? (counts.successes + strength * baseProbability) / (counts.trials + strength) : baseProbability;
    },
  };
}
