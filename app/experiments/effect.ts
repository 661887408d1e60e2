import { type MetricSummary, meanAndVariance } from "./metric-summary.ts";

export interface CompareConfig {
  /** of the means: (treatment - control) / control, or treatment - control */
  readonly difference: "relative" | "absolute";
  /** 1 - confidence, for example 0.05 */
  readonly alpha: number;
}

export type NotEnoughData = {
  readonly kind: "not_enough_data";
  readonly reason: "too_few_units" | "no_variation" | "control_mean_is_zero";
};

export interface Effect {
  readonly kind: "effect";
  readonly estimate: number;
  readonly standardError: number;
  /** both arms */
  readonly n: number;
  readonly controlMean: number;
  /** squared standard error of each arm's own mean, and its units */
  readonly control: { readonly squaredError: number; readonly n: number };
  readonly treatment: { readonly squaredError: number; readonly n: number };
}

/**
 * The difference D of treatment (b) and control (a) with its standard error: v_b / n_b + v_a / n_a, and for the relative
 * difference D / m_a by the delta method v_b / (n_b m_a^2) + v_a m_b^2 / (n_a m_a^4).
 */
export function effectOf(a: MetricSummary, b: MetricSummary, difference: CompareConfig["difference"]): Effect | NotEnoughData {
  const control = meanAndVariance(a);
  const treatment = meanAndVariance(b);
  if (!(control.n > 1 && treatment.n > 1)) return { kind: "not_enough_data", reason: "too_few_units" };
  if (difference === "relative" && control.mean === 0) return { kind: "not_enough_data", reason: "control_mean_is_zero" };
  // an arm in which all are alike has told nothing yet about how they differ
  if (!(control.variance > 0 && treatment.variance > 0)) return { kind: "not_enough_data", reason: "no_variation" };
  const controlError = control.variance / control.n;
  const treatmentError = treatment.variance / treatment.n;
  const m = control.mean;
  const change = treatment.mean - m;
  // in ratios of the means, as their fourth power leaves the range of numbers
  const squared =
    difference === "absolute" ? treatmentError + controlError : (treatmentError + controlError * (treatment.mean / m) ** 2) / m ** 2;
  return {
    kind: "effect",
    estimate: difference === "absolute" ? change : change / m,
    standardError: Math.sqrt(squared),
    n: control.n + treatment.n,
    controlMean: m,
    control: { squaredError: controlError, n: control.n },
    treatment: { squaredError: treatmentError, n: treatment.n },
  };
}
