import { type CollapsedHistories, repeatCustomers } from "./collapse-histories.ts";
import type { OrderModel } from "./order-model.ts";

/** Below these a store's own data hardly speaks, and its figures are early estimates. */
const FEWEST_REPEAT_CUSTOMERS = 30;
const SHORTEST_HISTORY_DAYS = 90;
/** A history that begins in the middle makes old customers look new until about this many days have passed. */
const SHORT_HISTORY_DAYS = 456;
const HORIZON_TIMES_HISTORY = 2;
const NOBODY_LEAVES = 50;

/**
 * early_estimate: few repeat customers or days, so that the weak priors carry much of the figures.
 * short_history: the orders begin after the store did, and less than 15 months ago; forecasts far ahead run high.
 * nobody_leaves: the fit says that customers hardly ever leave, which short histories pretend.
 * long_horizon: the horizon is more than twice the history.
 */
export type ValueWarning = "early_estimate" | "short_history" | "nobody_leaves" | "long_horizon";

export interface Evidence {
  readonly label: "early" | "model";
  readonly customers: number;
  readonly repeatCustomers: number;
  readonly historyDays: number;
  readonly warnings: readonly ValueWarning[];
}

interface EvidenceInput {
  readonly data: CollapsedHistories;
  readonly model: OrderModel;
  readonly unitDays: number;
  readonly horizonDays: number;
  /** the store had customers before its first order in the data */
  readonly beginsInTheMiddle: boolean;
}

/** How far a store's data carry its forecast. */
export function judgeEvidence({ data, model, unitDays, horizonDays, beginsInTheMiddle }: EvidenceInput): Evidence {
  const repeat = repeatCustomers(data);
  const historyDays = (data.ages[data.ages.length - 1] ?? 0) * unitDays;
  const early = repeat < FEWEST_REPEAT_CUSTOMERS || historyDays < SHORTEST_HISTORY_DAYS;
  const longest = HORIZON_TIMES_HISTORY * Math.max(historyDays, SHORTEST_HISTORY_DAYS / HORIZON_TIMES_HISTORY);
  const warnings: ValueWarning[] = [];
  if (early) warnings.push("early_estimate");
  if (beginsInTheMiddle && historyDays < SHORT_HISTORY_DAYS) warnings.push("short_history");
  if (hardlyAnyoneLeaves(model, historyDays / unitDays)) warnings.push("nobody_leaves");
  if (horizonDays > longest) warnings.push("long_horizon");
  return {
    label: early ? "early" : "model",
    customers: data.customers,
    repeatCustomers: repeat,
    historyDays,
    warnings,
  };
}

function hardlyAnyoneLeaves(model: OrderModel, history: number): boolean {
  if (model.name === "pareto") return model.params.s * Math.log1p(history / model.params.beta) < 1 / NOBODY_LEAVES;
  return model.params.b / model.params.a > NOBODY_LEAVES;
}
