import { type CompareConfig, effectOf, type NotEnoughData } from "./effect.ts";
import type { MetricSummary } from "./metric-summary.ts";
import { studentInverse, studentTail } from "./student-t.ts";

export interface FrequentistResult {
  readonly kind: "result";
  readonly expected: number;
  readonly ci: readonly [number, number];
  readonly stddev: number;
  readonly pValue: number;
}

/**
 * Welch's t test of treatment (b) against control (a), two-sided, degrees of freedom by Welch and Satterthwaite.
 * Valid at one planned look only.
 */
export function welch(a: MetricSummary, b: MetricSummary, config: CompareConfig): FrequentistResult | NotEnoughData {
  const effect = effectOf(a, b, config.difference);
  if (effect.kind !== "effect") return effect;
  const { control, treatment, estimate, standardError } = effect;
  const share = control.squaredError / (control.squaredError + treatment.squaredError);
  const freedom = 1 / (share ** 2 / (control.n - 1) + (1 - share) ** 2 / (treatment.n - 1));
  // by the lower tail, as 1 less a small alpha is 1
  const half = -studentInverse(config.alpha / 2, freedom) * standardError;
  return {
    kind: "result",
    expected: estimate,
    ci: [estimate - half, estimate + half],
    stddev: standardError,
    pValue: Math.min(1, 2 * studentTail(Math.abs(estimate) / standardError, freedom)),
  };
}
