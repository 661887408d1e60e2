import type { ScoredForecast } from "./forecast-score.ts";
import type { Spend } from "./group-spend.ts";
import type { Histories } from "./histories.ts";

export type BaselineName = "zero" | "fiveStep" | "ownRate";

/**
 * What a forecast has to beat. zero: nobody buys again. fiveStep: the store's orders per customer and time (sum x / sum T) times the
 * horizon, the same for everybody. ownRate: each customer's own x / T times the horizon, worth the customer's own mean order.
 */
export function baselineForecasts({ frequency, age }: Histories, spend: Spend, horizon: number): Record<BaselineName, ScoredForecast> {
  const count = frequency.length;
  let orders = 0;
  let time = 0;
  const own = new Float64Array(count);
  const ownSpend = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    orders += frequency[i] as number;
    time += age[i] as number;
    own[i] = (age[i] as number) > 0 ? ((frequency[i] as number) / (age[i] as number)) * horizon : 0;
    ownSpend[i] = (own[i] as number) * ((spend.orders[i] as number) > 0 ? (spend.mean[i] as number) : 0);
  }
  return {
    zero: point(new Float64Array(count), null),
    fiveStep: point(new Float64Array(count).fill(time > 0 ? (orders / time) * horizon : 0), null),
    ownRate: point(own, ownSpend),
  };
}

function point(orders: Float64Array, spend: Float64Array | null): ScoredForecast {
  return { meanOrders: orders, medianOrders: orders, crps: null, low: null, high: null, spend };
}
