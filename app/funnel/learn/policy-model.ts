import { type AcceptanceModel, untrainedAcceptance, untrainedBase } from "../policy/acceptance-model.ts";
import type { Interruption } from "./interruption.ts";
import type { ReturnShares } from "./return-shares.ts";

/** What a policy snapshot holds, as `policy_snapshots.model` keeps it. Counts are decayed, so they have fractions. */
export interface PolicyModel {
  /** names of the groups with a level of their own, in the order of the coefficients: types, contexts, offers */
  readonly types: readonly string[];
  readonly contexts: readonly string[];
  readonly offers: readonly number[];
  readonly acceptance: FittedModel;
  readonly base: FittedModel;
  /** outcomes there were when the two models were fitted */
  readonly fittedOutcomes: number;
  /** undecayed sums of what the snapshot was made of */
  readonly totals: OutcomeTotals;
  readonly shown: readonly ShownCell[];
  readonly withheld: readonly WithheldCell[];
  /** null: nothing was sold yet */
  readonly measures: ShopMeasures | null;
}

/** What is measured once a day, because it takes going through a year's orders. */
export interface ShopMeasures {
  /** YYYY-MM-DD, UTC */
  readonly day: string;
  readonly returns: ReturnShares;
  readonly interruption: Interruption;
}

export interface FittedModel {
  readonly coefficients: readonly number[];
  readonly strength: number;
}

export interface OutcomeTotals {
  readonly trials: number;
  readonly accepts: number;
  readonly ghosts: number;
  readonly ghostBuys: number;
}

export type ShownCell = readonly [context: string, offerId: number, productId: string, depthBp: number, trials: number, accepts: number];
export type WithheldCell = readonly [context: string, productId: string, ghosts: number, buys: number];

const NO_OUTCOMES: OutcomeTotals = { trials: 0, accepts: 0, ghosts: 0, ghostBuys: 0 };

/** Priors alone: what serves until the first compilation. */
export const UNTRAINED_MODEL: PolicyModel = {
  types: [],
  contexts: [],
  offers: [],
  acceptance: storedModel(untrainedAcceptance(0)),
  base: storedModel(untrainedBase(0)),
  fittedOutcomes: 0,
  totals: NO_OUTCOMES,
  shown: [],
  withheld: [],
  measures: null,
};

export function storedModel({ coefficients, strength }: AcceptanceModel): FittedModel {
  return { coefficients: [...coefficients], strength };
}

export function acceptanceModel({ coefficients, strength }: FittedModel): AcceptanceModel {
  return { ...untrainedAcceptance(0), coefficients: Float64Array.from(coefficients), strength };
}

export function baseModel({ coefficients, strength }: FittedModel): AcceptanceModel {
  return { ...untrainedBase(0), coefficients: Float64Array.from(coefficients), strength };
}

export interface GroupNames {
  readonly productType: string;
  readonly context: string;
  /** null: purchases without an offer know no offer */
  readonly offerId: number | null;
}

/** Positions of a cell's groups among the coefficients; what has no level of its own has none. */
export function groupsOf(names: Pick<PolicyModel, "types" | "contexts" | "offers">): (of: GroupNames) => number[] {
  const typesEnd = names.types.length;
  const contextsEnd = typesEnd + names.contexts.length;
  const types = new Map(names.types.map((type, at) => [type, at]));
  const contexts = new Map(names.contexts.map((context, at) => [context, typesEnd + at]));
  const offers = new Map(names.offers.map((offer, at) => [offer, contextsEnd + at]));
  return ({ productType, context, offerId }) => {
    const groups: number[] = [];
    for (const group of [types.get(productType), contexts.get(context), offerId === null ? undefined : offers.get(offerId)])
      if (group !== undefined) groups.push(group);
    return groups;
  };
}
