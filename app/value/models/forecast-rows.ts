import { type AgePairs, agePairs } from "./age-pairs.ts";
import type { CollapsedHistories } from "./collapse-histories.ts";
import { buysWhileAlive, ordersWhileAlive, pAlive } from "./customer-orders.ts";
import type { DiscountSteps } from "./discount-steps.ts";
import type { History } from "./histories.ts";
import type { OrderModel } from "./order-model.ts";

/** What is expected of each distinct row; all given its history. */
export interface RowForecast {
  readonly pairs: AgePairs;
  readonly alive: Float64Array;
  /** orders within the horizon */
  readonly orders: Float64Array;
  /** probability of one order or more within the horizon */
  readonly buys: Float64Array;
  /** orders within the horizon, each discounted to today */
  readonly discounted: Float64Array;
}

/** Forecasts every distinct row over the horizon of `steps`. */
export function forecastRows(model: OrderModel, data: CollapsedHistories, steps: DiscountSteps): RowForecast {
  const pairs = agePairs(data);
  const horizon = steps.ends[steps.ends.length - 1] ?? 0;
  const count = pairs.frequency.length;
  const whileAlive = new Float64Array(count);
  const discountedWhileAlive = new Float64Array(count);
  const buysAlive = new Float64Array(count);
  for (let pair = 0; pair < count; pair++) {
    const x = pairs.frequency[pair] as number;
    const age = pairs.age[pair] as number;
    let before = 0;
    let worth = 0;
    for (let k = 0; k < steps.ends.length; k++) {
      const until = ordersWhileAlive(model, x, age, steps.ends[k] as number);
      worth += Math.max(0, until - before) * (steps.factors[k] as number);
      before = until;
    }
    whileAlive[pair] = before;
    discountedWhileAlive[pair] = worth;
    buysAlive[pair] = buysWhileAlive(model, x, age, horizon);
  }
  const alive = new Float64Array(data.rows);
  const orders = new Float64Array(data.rows);
  const buys = new Float64Array(data.rows);
  const discounted = new Float64Array(data.rows);
  for (let row = 0; row < data.rows; row++) {
    const pair = pairs.pairOf[row] as number;
    const chance = pAlive(model, rowHistory(data, row));
    alive[row] = chance;
    orders[row] = chance * (whileAlive[pair] as number);
    buys[row] = chance * (buysAlive[pair] as number);
    discounted[row] = chance * (discountedWhileAlive[pair] as number);
  }
  return { pairs, alive, orders, buys, discounted };
}

/** The history a distinct row stands for. */
function rowHistory(data: CollapsedHistories, row: number): History {
  return {
    frequency: data.frequencies[data.frequencyAt[row] as number] as number,
    recency: data.recencies[data.recencyAt[row] as number] as number,
    age: data.ages[data.ageAt[row] as number] as number,
  };
}
