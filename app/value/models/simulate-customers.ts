import { ordersDistributions } from "./orders-distributions.ts";
import { type OrdersInterval, ordersInterval } from "./orders-interval.ts";
import type { CustomerPredictions, PredictInput } from "./predict-customers.ts";
import { drawGamma, type Random } from "./seeded-random.ts";

/** 80 % intervals, one entry a customer, and draws of the store's totals. */
export interface SimulatedCustomers {
  readonly medianOrders: Float64Array;
  readonly lowOrders: Float64Array;
  readonly highOrders: Float64Array;
  readonly medianClv: Float64Array;
  readonly lowClv: Float64Array;
  readonly highClv: Float64Array;
  /** draws of the sum of all customers' orders and discounted spend at these parameters */
  readonly totalOrders: Float64Array;
  readonly totalClv: Float64Array;
}

interface SimulateOptions {
  readonly random: Random;
  /** draws a customer, 20 or more; 400 when not given */
  readonly draws?: number;
}

/**
 * Doubt about each customer, by simulation of the posterior in closed form. Orders come from their exact distribution at evenly spread
 * quantiles; what N orders are worth is Gamma(p N) / Gamma(p n + q) x (v + n z): the customer's own unknown level of spend and the
 * spread of single orders together. Orders' quantiles are exact. No draw outlives its customer, so that memory stays flat.
 */
export function simulateCustomers(
  input: PredictInput,
  means: CustomerPredictions,
  { random, draws = 400 }: SimulateOptions,
): SimulatedCustomers {
  const { model, data, gammaGamma, spend, steps } = input;
  const count = data.customers;
  const { rows } = means;
  const distributionOf = ordersDistributions(model, rows.pairs, steps.ends[steps.ends.length - 1] ?? 0);
  const result: SimulatedCustomers = {
    medianOrders: new Float64Array(count),
    lowOrders: new Float64Array(count),
    highOrders: new Float64Array(count),
    medianClv: new Float64Array(count),
    lowClv: new Float64Array(count),
    highClv: new Float64Array(count),
    totalOrders: new Float64Array(draws),
    totalClv: new Float64Array(draws),
  };
  const intervals: (OrdersInterval | undefined)[] = new Array(data.rows);
  const worth = new Float64Array(draws);
  for (let customer = 0; customer < count; customer++) {
    const row = data.rowOf[customer] as number;
    const chances = distributionOf(rows.pairs.pairOf[row] as number);
    const alive = rows.alive[row] as number;
    intervals[row] ??= ordersInterval(alive, chances);
    const interval = intervals[row];
    result.medianOrders[customer] = interval.median;
    result.lowOrders[customer] = interval.low;
    result.highOrders[customer] = interval.high;

    const orders = rows.orders[row] as number;
    const discount = orders > 0 ? (rows.discounted[row] as number) / orders : 0;
    const seen = spend.orders[customer] as number;
    const level = gammaGamma ? gammaGamma.v + (seen > 0 ? seen * (spend.mean[customer] as number) : 0) : 0;
    const shape = gammaGamma ? gammaGamma.p * seen + gammaGamma.q : 1;
    // The draws rise in orders; a random place and stride among the totals keeps customers independent of one another.
    let place = Math.floor(random() * draws);
    const stride = coprimeStride(draws, random);
    let told = 1 - alive + alive * (chances[0] as number);
    let y = 0;
    let zeros = 0;
    for (let k = 0; k < draws; k++) {
      const level01 = (k + random()) / draws;
      while (level01 > told && y < chances.length - 1) told += alive * (chances[++y] as number);
      if (y === 0) zeros++;
      else {
        const value = gammaGamma ? (discount * level * drawGamma(gammaGamma.p * y, random)) / drawGamma(shape, random) : 0;
        worth[k] = value;
        result.totalOrders[place] = (result.totalOrders[place] as number) + y;
        result.totalClv[place] = (result.totalClv[place] as number) + value;
      }
      place += stride;
      if (place >= draws) place -= draws;
    }
    const positive = worth.subarray(zeros, draws).sort();
    const at = (share: number) => {
      const index = Math.ceil(share * draws) - 1 - zeros;
      return index < 0 ? 0 : (positive[index] as number);
    };
    result.lowClv[customer] = at(0.1);
    result.medianClv[customer] = at(0.5);
    result.highClv[customer] = at(0.9);
  }
  return result;
}

function coprimeStride(draws: number, random: Random): number {
  for (;;) {
    const stride = 1 + Math.floor(random() * (draws - 1));
    let a = stride;
    let b = draws;
    while (b > 0) [a, b] = [b, a % b];
    if (a === 1) return stride;
  }
}
