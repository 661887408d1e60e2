import type { CollapsedHistories } from "./collapse-histories.ts";
import type { DiscountSteps } from "./discount-steps.ts";
import { forecastRows, type RowForecast } from "./forecast-rows.ts";
import { expectedSpend, type GammaGammaParams } from "./gamma-gamma-params.ts";
import type { Spend } from "./group-spend.ts";
import type { OrderModel } from "./order-model.ts";

/** One entry a customer, in the order of the histories. Money in the unit of the spend given. */
export interface CustomerPredictions {
  readonly rows: RowForecast;
  readonly pAlive: Float64Array;
  readonly expectedOrders: Float64Array;
  readonly pAtLeastOne: Float64Array;
  /** expected value of an order */
  readonly expectedSpend: Float64Array;
  /** expected spend within the horizon, discounted to today */
  readonly clv: Float64Array;
}

export interface PredictInput {
  readonly model: OrderModel;
  readonly data: CollapsedHistories;
  /** null where nothing is known of spend: expectedSpend and clv are then 0 */
  readonly gammaGamma: GammaGammaParams | null;
  readonly spend: Spend;
  readonly steps: DiscountSteps;
}

/**
 * Means for every customer: orders, P(alive), P(one order or more), spend an order, and CLV = discounted orders x spend an order.
 * Orders and spend count as independent. Source: Fader, Hardie and Lee (2005), RFM and CLV, equation 6.
 */
export function predictCustomers({ model, data, gammaGamma, spend, steps }: PredictInput): CustomerPredictions {
  const rows = forecastRows(model, data, steps);
  const count = data.customers;
  const pAlive = new Float64Array(count);
  const expectedOrders = new Float64Array(count);
  const pAtLeastOne = new Float64Array(count);
  const spendEach = new Float64Array(count);
  const clv = new Float64Array(count);
  for (let customer = 0; customer < count; customer++) {
    const row = data.rowOf[customer] as number;
    pAlive[customer] = rows.alive[row] as number;
    expectedOrders[customer] = rows.orders[row] as number;
    pAtLeastOne[customer] = rows.buys[row] as number;
    if (!gammaGamma) continue;
    const each = expectedSpend(
      gammaGamma,
      spend.orders[customer] as number,
      (spend.orders[customer] as number) > 0 ? (spend.mean[customer] as number) : 0,
    );
    spendEach[customer] = each;
    clv[customer] = (rows.discounted[row] as number) * each;
  }
  return { rows, pAlive, expectedOrders, pAtLeastOne, expectedSpend: spendEach, clv };
}
