import { expectedOrdersOfNewCustomer } from "./models/customer-orders.ts";
import { DEFAULT_DISCOUNT_RATE, discountSteps, YEAR_DAYS } from "./models/discount-steps.ts";
import { expectedSpend, type GammaGammaParams } from "./models/gamma-gamma-params.ts";
import type { OrderModel } from "./models/order-model.ts";

/** Orders after the first within 12 months of it, and what they bring, discounted, in the money of v. Time in days. */
export function newCustomerForecast(
  model: OrderModel,
  gammaGamma: GammaGammaParams | null,
): { readonly orders: number; readonly clv: number } {
  const { ends, factors } = discountSteps(YEAR_DAYS, 1, DEFAULT_DISCOUNT_RATE);
  let before = 0;
  let discounted = 0;
  for (let k = 0; k < ends.length; k++) {
    const until = expectedOrdersOfNewCustomer(model, ends[k] as number);
    discounted += Math.max(0, until - before) * (factors[k] as number);
    before = until;
  }
  return { orders: before, clv: gammaGamma ? discounted * expectedSpend(gammaGamma, 0, 0) : 0 };
}
