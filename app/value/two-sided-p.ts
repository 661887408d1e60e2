/** A mean with its sample variance over `count` values. */
export interface SampleMean {
  readonly mean: number;
  readonly variance: number;
  readonly count: number;
}

/**
 * Chance to see two means at least so far apart if there were no difference, by the normal approximation with separate variances; 1 where
 * a sample has under two values or nothing varies. Source: Welch (1947), Biometrika 34, for large samples.
 */
export function twoSidedP(one: SampleMean, other: SampleMean): number {
  if (one.count < 2 || other.count < 2) return 1;
  const doubt = one.variance / one.count + other.variance / other.count;
  if (!(doubt > 0)) return 1;
  return complementaryError(Math.abs(one.mean - other.mean) / Math.sqrt(2 * doubt));
}

/** A share as the mean of zeros and ones. */
export function shareOf(hits: number, count: number): SampleMean {
  const mean = count > 0 ? hits / count : 0;
  return { mean, variance: count > 1 ? (mean * (1 - mean) * count) / (count - 1) : 0, count };
}

/** erfc(x) for x >= 0, to about 1e-7. Source: Abramowitz and Stegun (1964), 7.1.26. */
function complementaryError(x: number): number {
  const t = 1 / (1 + 0.3275911 * x);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return series * Math.exp(-x * x);
}
