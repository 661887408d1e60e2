import type { MetricSummary } from "./metric-summary.ts";

/** Sums over the units of one arm that came under one plan; one value a unit. */
export interface Moments {
  readonly n: number;
  readonly sum: number;
  readonly squares: number;
}

export interface AcrossPlans {
  /** positions of the plans that say something: those under which every arm had a unit */
  readonly plans: readonly number[];
  /** one summary an arm; comparing two of them compares within plans */
  readonly arms: readonly MetricSummary[];
}

/**
 * Arms observed under several plans (changed weights), as one summary each, so that a season that met a change of weights is no effect.
 * `arms[arm][plan]`. With w_k the share of plan k in all units of the plans used, the mean is sum w_k m_k, and its squared error
 * v sum w_k^2 / n_k, v the arm's variance within plans: post-stratification, Cochran, Sampling Techniques (1977), 5A.9, with one
 * variance for all plans, because a plan with few units cannot tell its own. Under one plan nothing is changed.
 */
export function acrossPlans(arms: readonly (readonly Moments[])[]): AcrossPlans {
  const count = arms[0]?.length ?? 0;
  const plans = Array.from({ length: count }, (_, plan) => plan).filter((plan) => arms.every((arm) => cell(arm, plan).n > 0));
  const units = plans.map((plan) => arms.reduce((sum, arm) => sum + cell(arm, plan).n, 0));
  const total = units.reduce((sum, one) => sum + one, 0);
  return {
    plans,
    arms: arms.map((arm) =>
      together(
        plans.map((plan) => cell(arm, plan)),
        units.map((one) => one / total),
      ),
    ),
  };
}

function together(cells: readonly Moments[], weights: readonly number[]): MetricSummary {
  const [only] = cells;
  if (cells.length === 1 && only) return { type: "SampleMean", n: only.n, sum: only.sum, sum_squares: only.squares };
  const n = cells.reduce((sum, one) => sum + one.n, 0);
  if (n <= cells.length) return { type: "SampleMean", n: 0, sum: 0, sum_squares: 0 };
  let mean = 0;
  let within = 0;
  let spread = 0;
  for (const [at, one] of cells.entries()) {
    const weight = weights[at] as number;
    mean += (weight * one.sum) / one.n;
    within += one.squares - (one.sum * one.sum) / one.n;
    spread += (weight * weight) / one.n;
  }
  // a summary whose variance / n is the squared error
  const variance = (within / (n - cells.length)) * spread * n;
  return { type: "SampleMean", n, sum: n * mean, sum_squares: (n - 1) * variance + n * mean * mean };
}

function cell(arm: readonly Moments[], plan: number): Moments {
  return arm[plan] ?? { n: 0, sum: 0, squares: 0 };
}
