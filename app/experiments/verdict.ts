import type { MetricSummary } from "./metric-summary.ts";
import { MISMATCH, sampleRatio } from "./sample-ratio.ts";
import { type SequentialConfig, sequential, sequentialOneSided } from "./sequential.ts";

/** How often an experiment in which nothing differs may be read as if something did, in all its looks together. */
export const ALPHA = 0.05;
/** Fewer conversions in the smaller arm, and the always-valid interval is wrong too often: see the A/A test. */
export const BURN_IN = 50;

export interface ArmResult {
  /** profit per eligible visitor, winsorised with one cap for both arms */
  readonly profit: MetricSummary;
  readonly conversions: number;
}

export type Verdict =
  | { readonly kind: "sample_ratio_mismatch"; readonly pValue: number }
  | { readonly kind: "not_enough_data"; readonly conversions: number; readonly needed: number }
  | {
      readonly kind: "earns" | "loses" | "undecided";
      readonly expected: number;
      readonly ci: readonly [number, number];
      readonly pValue: number;
    };

/**
 * What an experiment says about profit per eligible visitor, whenever it is read. `weights` are the planned shares of
 * control and treatment.
 */
export function verdict(control: ArmResult, treatment: ArmResult, weights: readonly [number, number], config: SequentialConfig): Verdict {
  return verdictOf(control, treatment, { ...config, ratioP: sampleRatio([control.profit.n, treatment.profit.n], weights) });
}

/** The same where the sample ratio was tested by itself, over several plans or more arms; `ratioP` is its p. */
export function verdictOf(control: ArmResult, treatment: ArmResult, config: SequentialConfig & { readonly ratioP: number }): Verdict {
  if (config.ratioP < MISMATCH) return { kind: "sample_ratio_mismatch", pValue: config.ratioP };
  const conversions = Math.min(control.conversions, treatment.conversions);
  const waiting = { kind: "not_enough_data", conversions, needed: BURN_IN } as const;
  if (conversions < BURN_IN) return waiting;
  const result = sequential(control.profit, treatment.profit, config);
  if (result.kind !== "result") return waiting;
  const { expected, ci } = result;
  return { kind: ci[0] > 0 ? "earns" : ci[1] < 0 ? "loses" : "undecided", expected, ci, pValue: result.pValue };
}

export interface Guardrail {
  /** relative change that is still borne, for example 0.03: the metric may be 3 % worse */
  readonly tolerance: number;
  /** conversion and order value: "lower"; refunds: "higher" */
  readonly worse: "lower" | "higher";
  readonly alpha: number;
  readonly tuning?: number;
}

export type GuardrailState = "holds" | "broken" | "unclear" | "not_enough_data";

/**
 * Whether a guardrail metric holds, at any time: broken (pause the offer) once the always-valid bound shows that it is worse than
 * tolerated; holds once the bound shows that it is not; unclear between.
 */
export function guardrail(control: MetricSummary, treatment: MetricSummary, rule: Guardrail): GuardrailState {
  const result = sequentialOneSided(control, treatment, {
    difference: "relative",
    alpha: rule.alpha,
    ...(rule.tuning !== undefined && { tuning: rule.tuning }),
  });
  if (result.kind !== "result") return "not_enough_data";
  const [best, worst] = rule.worse === "lower" ? [result.upper, result.lower] : [-result.lower, -result.upper];
  if (best < -rule.tolerance) return "broken";
  return worst > -rule.tolerance ? "holds" : "unclear";
}
