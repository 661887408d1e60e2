import { type CompareConfig, effectOf, type NotEnoughData } from "./effect.ts";
import type { MetricSummary } from "./metric-summary.ts";
import { normalCdf, normalDensity, normalInverse } from "./normal.ts";

/** What was believed about the relative difference before; improper: nothing. */
export interface EffectPrior {
  readonly mean: number;
  readonly variance: number;
  readonly proper: boolean;
}

export interface BayesianResult {
  readonly kind: "result";
  readonly expected: number;
  readonly ci: readonly [number, number];
  readonly stddev: number;
  /** P(treatment is better) */
  readonly chanceToWin: number;
  /** expected loss of choosing control, of choosing treatment; in the unit of the difference */
  readonly risk: readonly [number, number];
}

const NO_PRIOR: EffectPrior = { mean: 0, variance: 1, proper: false };

/** The posterior of the effect: normal prior times normal likelihood. A prior is relative and is scaled to an absolute difference. */
export function bayes(
  a: MetricSummary,
  b: MetricSummary,
  config: CompareConfig & { readonly prior?: EffectPrior },
): BayesianResult | NotEnoughData {
  const effect = effectOf(a, b, config.difference);
  if (effect.kind !== "effect") return effect;
  const prior = config.prior ?? NO_PRIOR;
  const scale = config.difference === "absolute" ? Math.abs(effect.controlMean) : 1;
  // shares of nothing are nothing: such a prior would be certain that there is no effect
  if (prior.proper && scale === 0) return { kind: "not_enough_data", reason: "control_mean_is_zero" };
  // what the prior weighs beside the data
  const weight = prior.proper ? effect.standardError ** 2 / (prior.variance * scale ** 2) : 0;
  const mean = (effect.estimate + weight * prior.mean * scale) / (1 + weight);
  const stddev = effect.standardError / Math.sqrt(1 + weight);
  const half = -normalInverse(config.alpha / 2) * stddev;
  const z = mean / stddev;
  return {
    kind: "result",
    expected: mean,
    ci: [mean - half, mean + half],
    stddev,
    chanceToWin: normalCdf(z),
    risk: [mean * normalCdf(z) + stddev * normalDensity(z), -mean * normalCdf(-z) + stddev * normalDensity(z)],
  };
}
