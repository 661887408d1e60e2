import { logGamma } from "../value/models/log-gamma.ts";
import { chiSquareTail } from "./chi-square.ts";

/** A mismatch is called at this p: below it the assignment or the counting is broken. */
export const MISMATCH = 0.001;
/**
 * Larger trusts the plan longer: 10,000 takes weeks to see 500 against 600, and 1,000 never sees 31 against 92. So little trust sees gross
 * faults among some dozens, much trust slight ones among thousands; each is heard as much.
 */
const CONCENTRATIONS = [2, 10, 100, 1_000, 10_000] as const;
/** What "too few to tell" is said of: a group met twice, or half, as often as planned. */
const GROSS = 2;

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
 * The same, to be read at any time, over plans that followed one another, as they stand now; `plans` are all counts so far. 1 / Bayes factor
 * of a Dirichlet-multinomial around the plan against the plan; that of a plan is the mean of those of five concentrations. Source: Lindon
 * and Malek, arXiv:2011.03567. Visitors of one plan tell nothing of another's, so the Bayes factors multiply: means and products of test
 * martingales are test martingales, and 1 / product stays above alpha at every look with probability 1 - alpha (Ville). It may be read every
 * hour. The smallest of earlier looks is not kept, because a fault that was put right must not end a holdout for good: enough visitors
 * since, grouped as planned, outvote it.
 */
export function sequentialRatioOfPlans(plans: readonly PlannedCounts[]): number {
  return Math.min(1, Math.exp(-plans.reduce((sum, plan) => sum + logMixture(plan), 0)));
}

/** Whether it would be called a mismatch by now if any one arm were met twice, or half, as often as planned, beside the others. */
export function seesGrossMismatch(plans: readonly PlannedCounts[]): boolean {
  const arms = plans[0]?.weights.length ?? 0;
  const tilted = (tilt: number, at: number) =>
    plans.map(({ users, weights }): PlannedCounts => {
      const total = users.reduce((sum, count) => sum + count, 0);
      const shares = weights.map((weight, arm) => (arm === at ? tilt * weight : weight));
      const all = shares.reduce((sum, share) => sum + share, 0);
      return { users: shares.map((share) => (total * share) / all), weights };
    });
  return (
    arms > 0 &&
    Array.from({ length: arms }, (_, arm) => arm).every((arm) =>
      [GROSS, 1 / GROSS].every((tilt) => sequentialRatioOfPlans(tilted(tilt, arm)) < MISMATCH),
    )
  );
}

/** Natural logarithm of the mean Bayes factor of all concentrations. */
function logMixture(plan: PlannedCounts): number {
  const logs = CONCENTRATIONS.map((concentration) => logBayes(plan, concentration));
  const most = Math.max(...logs);
  if (!Number.isFinite(most)) return most;
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0) / logs.length);
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
