import type { MetricSummary } from "./metric-summary.ts";
import type { GuardrailState, Verdict } from "./verdict.ts";

/** One arm of an experiment as it stood when it was read. Money in minor units. */
export interface LookArm {
  readonly key: string;
  /** visitors whose place for the offer was in view, with the offer or without it */
  readonly units: number;
  /** of them, with at least one order since */
  readonly conversions: number;
  readonly orders: number;
  readonly revenue: number;
  readonly refunded: number;
  /** as earned, before winsorising */
  readonly profit: number;
  /** profit per visitor, winsorised with the cap of all arms together */
  readonly metric: MetricSummary;
}

/** What an arm does beside control. */
export interface LookEffect {
  readonly arm: string;
  readonly verdict: Verdict;
  /** per visitor of this arm; null while nothing can be said */
  readonly incremental: { readonly expected: number; readonly ci: readonly [number, number] } | null;
  /** the same for all visitors of this arm so far: what the offer really earned */
  readonly total: { readonly expected: number; readonly ci: readonly [number, number] } | null;
  /** Welch's interval; valid in one look, so of all looks the first at the planned end alone is shown. null before the planned end */
  readonly fixed: { readonly expected: number; readonly ci: readonly [number, number] } | null;
  readonly chanceToWin: number | null;
  /** share of the variance that earlier purchases of known customers explained; null where it was not used */
  readonly varianceExplained: number | null;
  readonly guardrails: readonly { readonly metric: "conversion" | "order_value" | "refunds"; readonly state: GuardrailState }[];
}

/** Profit within so many days of the exposure, and after them: what came until now and what is expected of those customers from now on. */
export interface Readout {
  readonly days: 30 | 90 | 180;
  readonly arms: readonly { readonly key: string; readonly units: number; readonly realised: number; readonly after: number }[];
  /** per visitor, within the days and after them, always-valid; null while too few have been watched so long */
  readonly effects: readonly { readonly arm: string; readonly expected: number; readonly ci: readonly [number, number] }[];
}

/** Kept once a day as `experiment_looks.result`. */
export interface Look {
  readonly units: number;
  /** a visitor's profit counts at most this much, losses count in full; null when nobody bought */
  readonly cap: number | null;
  /** the planned day has come, or as many visitors as were planned */
  readonly atPlannedEnd: boolean;
  readonly arms: readonly LookArm[];
  readonly effects: readonly LookEffect[];
  /** each plan's counts against its weights, all plans together; may be read at any time */
  readonly sampleRatio: {
    readonly pValue: number;
    readonly mismatch: boolean;
    /** a group twice as large as planned would not have been found yet */
    readonly tooFew: boolean;
  };
  readonly readouts: readonly Readout[];
}
