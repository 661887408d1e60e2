/**
 * The nearest rising sequence, weighted least squares (pool adjacent violators), in place: a deeper discount is never accepted less.
 * Source: Barlow et al. (1972), Statistical Inference under Order Restrictions.
 */
export function makeRising(values: Float64Array, weights: ArrayLike<number>): void {
  for (let at = 1; at < values.length; at++) {
    if ((values[at] as number) >= (values[at - 1] as number)) continue;
    // walk back until the pooled mean no longer falls
    let from = at;
    let sum = (values[at] as number) * (weights[at] as number);
    let weight = weights[at] as number;
    while (from > 0 && (values[from - 1] as number) > sum / weight) {
      from--;
      sum += (values[from] as number) * (weights[from] as number);
      weight += weights[from] as number;
    }
    values.fill(sum / weight, from, at + 1);
  }
}
