import { areaUnderCurve, topDecileShare } from "./score-orders.ts";

/** One kind of forecast for every customer, to be scored against what they did. */
export interface ScoredForecast {
  readonly meanOrders: ArrayLike<number>;
  readonly medianOrders: ArrayLike<number>;
  /** CRPS of each customer's orders; null for a single number, whose CRPS is its absolute error */
  readonly crps: ArrayLike<number> | null;
  readonly low: ArrayLike<number> | null;
  readonly high: ArrayLike<number> | null;
  /** expected spend; null for a forecast that is the same for everybody and ranks no one */
  readonly spend: ArrayLike<number> | null;
}

export interface ForecastScore {
  /** mean absolute error of the predictive median */
  readonly ordersMae: number;
  /** root mean square error of the mean */
  readonly ordersRmse: number;
  /** (predicted - actual) / actual over all customers; null where nobody ordered */
  readonly ordersBias: number | null;
  readonly crps: number;
  /** area under the curve for who buys at all, ranked by expected orders */
  readonly aucBuy: number | null;
  /** share of the actual spend that the tenth with the highest expected spend made */
  readonly top10Spend: number | null;
  /** share of customers inside the 80 % interval of orders */
  readonly coverage80: number | null;
}

/** Scores a forecast against each customer's orders and spend in the time after it. */
export function scoreForecast(forecast: ScoredForecast, orders: ArrayLike<number>, spend: ArrayLike<number>): ForecastScore {
  const count = orders.length;
  let absolute = 0;
  let squared = 0;
  let predicted = 0;
  let actual = 0;
  let crps = 0;
  let inside = 0;
  for (let i = 0; i < count; i++) {
    const truth = orders[i] as number;
    const mean = forecast.meanOrders[i] as number;
    absolute += Math.abs((forecast.medianOrders[i] as number) - truth);
    squared += (mean - truth) ** 2;
    predicted += mean;
    actual += truth;
    crps += forecast.crps ? (forecast.crps[i] as number) : Math.abs(mean - truth);
    if (forecast.low && forecast.high && truth >= (forecast.low[i] as number) && truth <= (forecast.high[i] as number)) inside++;
  }
  const each = Math.max(1, count);
  return {
    ordersMae: absolute / each,
    ordersRmse: Math.sqrt(squared / each),
    ordersBias: actual > 0 ? predicted / actual - 1 : null,
    crps: crps / each,
    aucBuy: forecast.spend ? areaUnderCurve(forecast.meanOrders, (i) => (orders[i] as number) > 0) : null,
    top10Spend: forecast.spend ? topDecileShare(forecast.spend, spend) : null,
    coverage80: forecast.low ? inside / each : null,
  };
}
