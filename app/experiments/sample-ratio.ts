import { logGamma } from "../value/models/log-gamma.ts";
import { chiSquareTail } from "./chi-square.ts";

/** A mismatch is called at this p: below it the assignment or the counting is broken. */
export const MISMATCH = 0.001;
/** Larger trusts the plan longer: 10,000 takes weeks to see 500 against 600. */
export const CONCENTRATION = 1000;

/** Counts of users against the weights that were in force while they came. */
export interface PlannedCounts {
  readonly users: readonly number[];
  readonly weights: readonly number[];
}

/**
 * p of the users' counts if the planned weights hold: chi-square, one planned look. Arms of weight 0 take no part
 * as long as they are empty; users in one make the plan impossible, p = 0.
 */
export function sampleRatio(users: readonly number[], weights: readonly number[]): number {
  const { arms, total, impossible } = plannedArms(users, weights);
  if (impossible) return 0;
  if (total === 0 || arms.length < 2) return 1;
  const statistic = arms.reduce((sum, { count, share }) => sum + (count - total * share) ** 2 / (total * share), 0);
  return chiSquareTail(statistic, arms.length - 1);
}

/**
 * The same, to be read at any time: `looks` are cumulative counts, oldest first. The smallest of 1 / Bayes factor over the looks of
 * a Dirichlet-multinomial around the plan against the plan. Source: Lindon and Malek, arXiv:2011.03567.
 */
export function sequentialSampleRatio(
  looks: readonly (readonly number[])[],
  weights: readonly number[],
  concentration = CONCENTRATION,
): number {
  return looks.reduce((smallest, users) => Math.min(smallest, Math.exp(-logBayes({ users, weights }, concentration))), 1);
}

/**
 * The same over plans that followed one another, as they stand now; `plans` are all counts so far. Visitors of one plan tell nothing of
 * another's, so the Bayes factors multiply, and 1 / product stays above alpha at every look with probability 1 - alpha (Ville): it may be
 * read every hour. The smallest of earlier looks is not kept, because a fault that was put right must not end a holdout for good:
 * enough visitors since, grouped as planned, outvote it.
 */
export function sequentialRatioOfPlans(plans: readonly PlannedCounts[], concentration = CONCENTRATION): number {
  return Math.min(1, Math.exp(-plans.reduce((sum, plan) => sum + logBayes(plan, concentration), 0)));
}

/** Natural logarithm of the Bayes factor against the plan; infinite where the plan is impossible. */
function logBayes({ users, weights }: PlannedCounts, concentration: number): number {
  const { arms, total, impossible } = plannedArms(users, weights);
  if (impossible) return Number.POSITIVE_INFINITY;
  return arms.reduce(
    (sum, { count, share }) => {
      const prior = concentration * share;
      return sum + logGamma(prior + count) - logGamma(prior) - count * Math.log(share);
    },
    logGamma(concentration) - logGamma(concentration + total),
  );
}

function plannedArms(users: readonly number[], weights: readonly number[]) {
  if (users.length !== weights.length) throw new RangeError(`${users.length} arms have users, but ${weights.length} have weights`);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const all = users.map((count, arm) => ({ count, share: (weights[arm] as number) / sum }));
  const arms = all.filter(({ share }) => share > 0);
  const total = arms.reduce((count, arm) => count + arm.count, 0);
  return { arms, total, impossible: all.some(({ count, share }) => share === 0 && count > 0) };
}
