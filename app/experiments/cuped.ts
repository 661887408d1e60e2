import type { MetricSummary } from "./metric-summary.ts";

/** Sums over the units of one arm of a metric y and of the same unit's value x from before the experiment. */
export interface PairedSummary {
  readonly n: number;
  readonly sum: number;
  readonly sumSquares: number;
  readonly before: number;
  readonly beforeSquares: number;
  readonly product: number;
}

export function summarisePairs(before: ArrayLike<number>, after: ArrayLike<number>): PairedSummary {
  const result = { n: after.length, sum: 0, sumSquares: 0, before: 0, beforeSquares: 0, product: 0 };
  for (let at = 0; at < after.length; at++) {
    const x = before[at] as number;
    const y = after[at] as number;
    result.sum += y;
    result.sumSquares += y * y;
    result.before += x;
    result.beforeSquares += x * x;
    result.product += x * y;
  }
  return result;
}

/**
 * CUPED: y - theta (x - mean of x), theta = cov(x, y) / var(x) over all arms, mean of x over all arms. The means keep
 * their expectation and lose the part of their variance that the past explains. Units without a past do not belong here.
 * Source: Deng, Xu, Kohavi and Walker (2013), Improving the Sensitivity of Online Controlled Experiments.
 */
export function cuped(arms: readonly PairedSummary[]): { readonly theta: number; readonly arms: readonly MetricSummary[] } {
  const { theta } = pastOf(arms);
  return { theta, arms: adjustByPast(arms, theta) };
}

/** How far the past tells the metric: theta, and the share of the metric's variance that it explains. Within each of `cells`, so that a real effect does not leak in. */
export function pastOf(cells: readonly PairedSummary[]): { readonly theta: number; readonly explained: number } {
  let variance = 0;
  let ownVariance = 0;
  let covariance = 0;
  for (const cell of cells) {
    if (cell.n === 0) continue;
    variance += cell.beforeSquares - (cell.before * cell.before) / cell.n;
    ownVariance += cell.sumSquares - (cell.sum * cell.sum) / cell.n;
    covariance += cell.product - (cell.before * cell.sum) / cell.n;
  }
  if (!(variance > 0 && ownVariance > 0)) return { theta: 0, explained: 0 };
  return { theta: covariance / variance, explained: (covariance * covariance) / (variance * ownVariance) };
}

/** The metric of each arm less what its past explains, the past counted from the mean of all `arms`. */
export function adjustByPast(
  arms: readonly PairedSummary[],
  theta: number,
): { readonly type: "SampleMean"; readonly n: number; readonly sum: number; readonly sum_squares: number }[] {
  const n = arms.reduce((sum, arm) => sum + arm.n, 0);
  const mean = n > 0 ? arms.reduce((sum, arm) => sum + arm.before, 0) / n : 0;
  return arms.map((arm) => {
    const shift = theta * (arm.before - arm.n * mean);
    // sum of (y - theta (x - mean))^2, expanded
    const centred = arm.beforeSquares - 2 * mean * arm.before + arm.n * mean * mean;
    const crossed = arm.product - mean * arm.sum;
    return {
      type: "SampleMean",
      n: arm.n,
      sum: arm.sum - shift,
      sum_squares: arm.sumSquares - 2 * theta * crossed + theta * theta * centred,
    };
  });
}
