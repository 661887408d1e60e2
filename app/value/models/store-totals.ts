import type { CollapsedHistories } from "./collapse-histories.ts";
import type { DiscountSteps } from "./discount-steps.ts";
import { modelFromLogs, paramList } from "./fit-order-model.ts";
import { forecastRows } from "./forecast-rows.ts";
import type { OrderModel } from "./order-model.ts";
import type { CustomerPredictions } from "./predict-customers.ts";
import { drawNormal, drawPoisson, type Random } from "./seeded-random.ts";
import type { SimulatedCustomers } from "./simulate-customers.ts";

/** A mean with the interval that holds the truth four times of five. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface StoreTotals {
  /** orders of today's customers within the horizon */
  readonly orders: Estimate;
  /** their discounted spend */
  readonly clv: Estimate;
}

interface StoreTotalsInput {
  /** the model, and the root of its parameters' covariance as in a fit's doubt */
  readonly fit: { readonly model: OrderModel; readonly doubt: { readonly root: Float64Array | null } };
  readonly data: CollapsedHistories;
  readonly steps: DiscountSteps;
  readonly means: CustomerPredictions;
  readonly simulated: SimulatedCustomers;
  readonly random: Random;
  /** spread of ln(actual / predicted) of past forecasts of this store, when known: what no model tells of itself */
  readonly pastError?: number;
}

const MOST_ROWS = 400_000;
const FEW_ORDERS = 20;
const MOST_DRAWN = 500;

/**
 * The store's totals with three doubts together: what the customers do by chance (the simulated totals), the parameters (draws of their
 * Laplace posterior) and, when given, how wrong past forecasts were.
 */
export function storeTotals({ fit, data, steps, means, simulated, random, pastError = 0 }: StoreTotalsInput): StoreTotals {
  const draws = simulated.totalOrders.length;
  const orders = sum(means.expectedOrders);
  const clv = sum(means.clv);
  // One step to the same horizon: the draws need orders, not their discounting.
  const horizon = steps.ends[steps.ends.length - 1] ?? 0;
  const whole: DiscountSteps = { ends: Float64Array.of(horizon), factors: Float64Array.of(1) };
  const totals: number[] = [];
  const root = fit.doubt.root;
  const sampled = root ? Math.max(8, Math.min(100, Math.floor(MOST_ROWS / Math.max(1, data.rows)))) : 0;
  const logs = paramList(fit.model).map(Math.log);
  for (let k = 0; k < sampled && root; k++) {
    const steps4 = [0, 1, 2, 3].map(() => drawNormal(random));
    const moved = logs.map((log, i) => {
      let shift = 0;
      for (let j = 0; j <= i; j++) shift += (root[i * 4 + j] as number) * (steps4[j] as number);
      return log + Math.max(-5, Math.min(5, shift));
    });
    const forecast = forecastRows(modelFromLogs(fit.model.name, moved), data, whole);
    let total = 0;
    for (let row = 0; row < data.rows; row++) total += (data.weight[row] as number) * (forecast.orders[row] as number);
    if (Number.isFinite(total)) totals.push(total);
  }
  const factors: number[] = [];
  for (let k = 0; k < draws; k++) {
    const parameters = totals.length > 0 && orders > 0 ? (totals[k % totals.length] as number) / orders : 1;
    factors.push(parameters * Math.exp(pastError * drawNormal(random)));
  }
  if (orders < FEW_ORDERS) return fewOrders(orders, clv, factors, random);
  return { orders: estimate(orders, simulated.totalOrders, factors), clv: estimate(clv, simulated.totalClv, factors) };
}

/** With hardly an order expected most simulated totals are 0, and doubt of the parameters must move the number of orders, not scale it. */
function fewOrders(orders: number, clv: number, factors: readonly number[], random: Random): StoreTotals {
  const draws = Float64Array.from(factors, (factor) => drawPoisson(Math.min(MOST_DRAWN, orders * factor), random));
  const each = orders > 0 ? clv / orders : 0;
  const ones = factors.map(() => 1);
  return {
    orders: estimate(orders, draws, ones),
    clv: estimate(
      clv,
      draws.map((count) => count * each),
      ones,
    ),
  };
}

function estimate(mean: number, draws: Float64Array, factors: readonly number[]): Estimate {
  const sorted = draws.map((draw, k) => draw * (factors[k] as number)).sort();
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? mean;
  return { mean, low: Math.min(mean, at(0.1)), high: Math.max(mean, at(0.9)) };
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
