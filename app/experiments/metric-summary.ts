/** All that is kept of a metric in one arm; n units, one value each. */
export type MetricSummary =
  | { readonly type: "SampleMean"; readonly n: number; readonly sum: number; readonly sum_squares: number }
  | { readonly type: "Proportion"; readonly n: number; readonly sum: number };

/** Mean and variance of one unit; the sample variance (n - 1), or p (1 - p) of a proportion. NaN where n is too small. */
export function meanAndVariance(metric: MetricSummary): { readonly n: number; readonly mean: number; readonly variance: number } {
  const { n, sum } = metric;
  const mean = sum / n;
  const variance = metric.type === "Proportion" ? mean * (1 - mean) : n > 1 ? (metric.sum_squares - (sum * sum) / n) / (n - 1) : Number.NaN;
  return { n, mean, variance };
}

/** The summary of values as they are. */
export function summarise(values: ArrayLike<number>): MetricSummary {
  let sum = 0;
  let squares = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    sum += value;
    squares += value * value;
  }
  return { type: "SampleMean", n: values.length, sum, sum_squares: squares };
}
