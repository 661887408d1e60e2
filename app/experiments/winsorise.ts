/**
 * Caps values at a quantile of those that are not zero, so that one wholesale order does not decide an experiment.
 * The same cap must hold for all arms: take it over all values together. Returns the cap; Infinity when all are zero.
 */
export function winsorCap(values: ArrayLike<number>, quantile = 0.99): number {
  const positive = Float64Array.from(values)
    .filter((value) => value !== 0)
    .sort();
  if (positive.length === 0) return Infinity;
  return positive[Math.min(positive.length - 1, Math.ceil(quantile * positive.length) - 1)] as number;
}

/** Losses are not capped: a bad tail is what an experiment must see. */
export function winsorise(values: ArrayLike<number>, cap: number): Float64Array {
  return Float64Array.from(values, (value) => Math.min(value, cap));
}
