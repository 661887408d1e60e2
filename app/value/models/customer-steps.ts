import { ordersWhileAlive, pAlive } from "./customer-orders.ts";
import { expectedSpend, type GammaGammaParams } from "./gamma-gamma-params.ts";
import type { History } from "./histories.ts";
import type { OrderModel } from "./order-model.ts";

/** One customer's CLV as the five steps that merchants know, each shrunk from the customer's own figure towards the store's. */
interface CustomerSteps {
  /** own mean order value, shrunk by Gamma-Gamma */
  readonly orderValue: number;
  /** orders a year while a customer: (r + x) / (alpha + T) */
  readonly ordersPerYear: number;
  /** orderValue x ordersPerYear */
  readonly valuePerYear: number;
  /** years the customer is expected to stay within the horizon */
  readonly lifespanYears: number;
  /** valuePerYear x lifespanYears, not discounted: expected orders x order value */
  readonly clv: number;
}

/**
 * The five steps for one customer. Times in the model's unit of `unitDays` days; money in the unit of the mean.
 * The rate is the mean of its gamma posterior, so that the product of the steps is the model's forecast.
 */
export function customerSteps(
  model: OrderModel,
  gammaGamma: GammaGammaParams,
  customer: { readonly history: History; readonly orders: number; readonly meanValue: number },
  horizon: number,
  unitDays: number,
): CustomerSteps {
  const { history, orders, meanValue } = customer;
  const rate = (model.params.r + history.frequency) / (model.params.alpha + history.age);
  const expected = pAlive(model, history) * ordersWhileAlive(model, history.frequency, history.age, horizon);
  const orderValue = expectedSpend(gammaGamma, orders, meanValue);
  const ordersPerYear = (rate * 365) / unitDays;
  return {
    orderValue,
    ordersPerYear,
    valuePerYear: orderValue * ordersPerYear,
    lifespanYears: ((expected / rate) * unitDays) / 365,
    clv: orderValue * expected,
  };
}
