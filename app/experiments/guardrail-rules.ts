import type { LookEffect } from "./look.ts";
import type { Guardrail } from "./verdict.ts";

export type GuardrailMetric = LookEffect["guardrails"][number]["metric"];

/** The three share the 5 % of pausing an offer that does no harm. */
const EACH = 0.05 / 3;

/**
 * What must not get worse while an experiment runs, whatever profit does.
 * - conversion: visitors who bought, of all; at most 3 % fewer
 * - order_value: what a visitor spent, those who bought nothing as 0; at most 5 % less. Not the mean order: an offer that brings
 *   small first orders lowers that by bringing buyers, so it is shown and decides nothing
 * - refunds: buyers who had money back, of all buyers; at most a quarter more
 */
export const GUARDRAILS: readonly (Guardrail & { readonly metric: GuardrailMetric })[] = [
  { metric: "conversion", tolerance: 0.03, worse: "lower", alpha: EACH },
  { metric: "order_value", tolerance: 0.05, worse: "lower", alpha: EACH },
  { metric: "refunds", tolerance: 0.25, worse: "higher", alpha: EACH },
];

/** Buyers with a refund that control must have before refunds are compared: a share of a handful is no measure. */
export const FEWEST_REFUNDED = 10;
/** Buyers that the smaller arm must have: an offer is paused by itself, so more than a verdict asks for. */
export const FEWEST_BUYERS = 100;
