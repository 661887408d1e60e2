import type { AgePairs } from "./age-pairs.ts";
import { ordersDistribution } from "./customer-orders.ts";
import type { OrderModel } from "./order-model.ts";

const REST = 1e-4;

/** Each (x, T) pair's distribution of orders while alive within `horizon`, worked out when first asked for. */
export function ordersDistributions(model: OrderModel, pairs: AgePairs, horizon: number): (pair: number) => Float64Array {
  const known: (Float64Array | undefined)[] = new Array(pairs.frequency.length);
  return (pair) => {
    known[pair] ??= ordersDistribution(model, pairs.frequency[pair] as number, pairs.age[pair] as number, horizon, REST);
    return known[pair];
  };
}
