import { type CompareConfig, effectOf, type NotEnoughData } from "./effect.ts";
import type { MetricSummary } from "./metric-summary.ts";
import type { FrequentistResult } from "./welch.ts";

/** Units of both arms at which the interval is tightest, unless the planned sample is given. */
export const DEFAULT_TUNING = 5000;

export interface SequentialConfig extends CompareConfig {
  readonly tuning?: number;
}

/**
 * An asymptotic confidence sequence: it may be read at any time, as often as one likes.
 * Source: Waudby-Smith et al., arXiv:2103.06476v7, theorem 2.2. With few conversions it promises too much: see verdict.
 */
export function sequential(a: MetricSummary, b: MetricSummary, config: SequentialConfig): FrequentistResult | NotEnoughData {
  const effect = effectOf(a, b, config.difference);
  if (effect.kind !== "effect") return effect;
  const { estimate, standardError, n } = effect;
  const tuning = config.tuning ?? DEFAULT_TUNING;
  const rho = rhoOf(config.alpha, tuning);
  const grown = n * rho * rho + 1;
  const half = standardError * boundary(n, { alpha: config.alpha, tuning });
  const logP = 0.5 * Math.log(grown) - (rho * rho * (estimate / standardError) ** 2 * n) / (2 * grown);
  return {
    kind: "result",
    expected: estimate,
    ci: [estimate - half, estimate + half],
    stddev: standardError,
    pValue: Math.min(1, Math.exp(logP)),
  };
}

/** Half the interval's width after n units of both arms, in standard errors of the estimate. */
export function boundary(n: number, { alpha, tuning }: { readonly alpha: number; readonly tuning: number }): number {
  const rho = rhoOf(alpha, tuning);
  const grown = n * rho * rho + 1;
  return Math.sqrt(2 * (1 + 1 / (n * rho * rho)) * (0.5 * Math.log(grown) - Math.log(alpha)));
}

export interface OneSidedResult {
  readonly kind: "result";
  readonly expected: number;
  /** the effect is above this, at confidence 1 - alpha at any time */
  readonly lower: number;
  /** or below this; one of the two was asked before looking */
  readonly upper: number;
  readonly stddev: number;
}

/** One-sided bounds, each valid at any time at confidence 1 - alpha; alpha below 0.5. Source: the same, equation 134. */
export function sequentialOneSided(a: MetricSummary, b: MetricSummary, config: SequentialConfig): OneSidedResult | NotEnoughData {
  if (!(config.alpha < 0.5)) throw new RangeError(`A one-sided bound needs alpha below 0.5, not ${config.alpha}`);
  const effect = effectOf(a, b, config.difference);
  if (effect.kind !== "effect") return effect;
  const { estimate, standardError, n } = effect;
  const rho = rhoOf(2 * config.alpha, config.tuning ?? DEFAULT_TUNING);
  const grown = n * rho * rho + 1;
  const half = standardError * Math.sqrt(2 * (1 + 1 / (n * rho * rho)) * Math.log1p(Math.sqrt(grown) / (2 * config.alpha)));
  return { kind: "result", expected: estimate, lower: estimate - half, upper: estimate + half, stddev: standardError };
}

function rhoOf(alpha: number, tuning: number): number {
  const spent = -2 * Math.log(alpha);
  return Math.sqrt((spent + Math.log(spent + 1)) / tuning);
}
