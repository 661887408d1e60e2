/**
 * The nearest rising sequence, weighted least squares (pool adjacent violators), in place: a deeper discount is never accepted less.
 * Of `values` as many as there are weights, from `start` on. It runs for every draw of every product: plain loops, no `fill`.
 * Source: Barlow et al. (1972), Statistical Inference under Order Restrictions.
 */
export function makeRising(values: Float64Array, weights: ArrayLike<number>, start = 0): void {
  for (let at = 1; at < weights.length; at++) {
    const last = start + at;
    if ((values[last] as number) >= (values[last - 1] as number)) continue;
    // walk back until the pooled mean no longer falls
    let from = at;
    let weight = weights[at] as number;
    let sum = (values[last] as number) * weight;
    while (from > 0 && (values[start + from - 1] as number) * weight > sum) {
      from--;
      const more = weights[from] as number;
      sum += (values[start + from] as number) * more;
      weight += more;
    }
    const mean = sum / weight;
    for (let pooled = start + from; pooled <= last; pooled++) values[pooled] = mean;
  }
}
