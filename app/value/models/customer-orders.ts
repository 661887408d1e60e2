import { bgNbdAlive, bgNbdBuysWhileAlive } from "./bg-nbd-alive.ts";
import { bgNbdDistribution } from "./bg-nbd-distribution.ts";
import { bgNbdOrdersWhileAlive } from "./bg-nbd-expectation.ts";
import { gaussLegendre } from "./gauss-legendre.ts";
import type { History } from "./histories.ts";
import type { OrderModel } from "./order-model.ts";
import { paretoNbdDistribution } from "./pareto-nbd-distribution.ts";
import { paretoNbdAlive, paretoNbdOrdersWhileAlive } from "./pareto-nbd-expectation.ts";

/** Nobody's forecast is told beyond this many orders; what is left counts as this many. */
const MOST_ORDERS = 100_000;
const { nodes, weights } = gaussLegendre(24);
// exp(-38) is 3e-17: what lies further adds nothing to a double.
const NEGLIGIBLE = 38;

/** Probability that the customer will still order, 0 to 1. Time in the model's unit. */
export function pAlive(model: OrderModel, history: History): number {
  if (model.name === "pareto") return paretoNbdAlive(model.params, history);
  return bgNbdAlive(model.params, history, model.name === "mbg" ? 1 : 0);
}

/** Expected orders in the next `time`, if the customer is alive: depends on x and T alone. */
export function ordersWhileAlive(model: OrderModel, x: number, age: number, time: number): number {
  if (model.name === "pareto") return paretoNbdOrdersWhileAlive(model.params, x, age, time);
  return bgNbdOrdersWhileAlive(model.params, x, age, time, model.name === "mbg" ? 1 : 0);
}

/** Expected orders in the next `time`, given the history. */
export function expectedOrders(model: OrderModel, history: History, time: number): number {
  return pAlive(model, history) * ordersWhileAlive(model, history.frequency, history.age, time);
}

/** Expected repeat orders of a customer within `time` of the first order. */
export function expectedOrdersOfNewCustomer(model: OrderModel, time: number): number {
  return expectedOrders(model, { frequency: 0, recency: 0, age: 0 }, time);
}

/** Probability of one order or more in the next `time`, if the customer is alive. */
export function buysWhileAlive(model: OrderModel, x: number, age: number, time: number): number {
  if (time <= 0) return 0;
  if (model.name !== "pareto") return bgNbdBuysWhileAlive(model.params, { frequency: x, recency: 0, age }, time);
  const { r, alpha, s, beta } = model.params;
  // The first order comes at rate (r + x) / (alpha + T + y), of those who neither ordered nor left before y.
  // After `reach` hardly anyone has neither ordered nor left; the busiest customers' part of ten years is minutes.
  const shift = Math.min(alpha, beta) + age;
  const reach = Math.min((alpha + age) * Math.expm1(NEGLIGIBLE / (r + x)), (beta + age) * Math.expm1(NEGLIGIBLE / s));
  const length = Math.log1p(Math.min(time, reach) / shift);
  let sum = 0;
  for (let panel = 0; panel < 2; panel++) {
    for (let k = 0; k < nodes.length; k++) {
      const along = (length * (panel + (nodes[k] as number))) / 2;
      const y = shift * Math.expm1(along);
      const quiet = Math.exp(-(r + x) * Math.log1p(y / (alpha + age)) - s * Math.log1p(y / (beta + age)));
      sum += ((weights[k] as number) * length * (shift + y) * quiet * (r + x)) / (alpha + age + y) / 2;
    }
  }
  return Math.min(1, sum);
}

/** Probability of one order or more in the next `time`, given the history. */
export function pAtLeastOne(model: OrderModel, history: History, time: number): number {
  return pAlive(model, history) * buysWhileAlive(model, history.frequency, history.age, time);
}

/**
 * P(0 orders), P(1), P(2), ... in the next `time`, if the customer is alive, until all but `rest` of the probability is told.
 * The last entry includes what is left, so that they sum to 1.
 */
export function ordersDistribution(model: OrderModel, x: number, age: number, time: number, rest: number): Float64Array {
  if (time <= 0) return Float64Array.of(1);
  const mass = 1 - rest;
  const chances =
    model.name === "pareto"
      ? paretoNbdDistribution(
          { r: model.params.r + x, alpha: model.params.alpha + age, s: model.params.s, beta: model.params.beta + age },
          time,
          mass,
          MOST_ORDERS,
        )
      : bgNbdDistribution(
          {
            r: model.params.r + x,
            alpha: model.params.alpha + age,
            a: model.params.a,
            b: model.params.b + x + (model.name === "mbg" ? 1 : 0),
          },
          time,
          mass,
          MOST_ORDERS,
        );
  let told = 0;
  for (const chance of chances) told += chance;
  const last = chances.length - 1;
  chances[last] = (chances[last] as number) + Math.max(0, 1 - told);
  return Float64Array.from(chances);
}
