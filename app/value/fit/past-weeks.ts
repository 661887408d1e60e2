import { collapseHistories } from "../models/collapse-histories.ts";
import { DEFAULT_DISCOUNT_RATE, discountSteps, YEAR_DAYS } from "../models/discount-steps.ts";
import type { GammaGammaParams } from "../models/gamma-gamma-params.ts";
import { type OrderLog, summariseLog } from "../models/order-log.ts";
import type { OrderModel } from "../models/order-model.ts";
import { predictCustomers } from "../models/predict-customers.ts";

/** The forecast as it would have been at the end of a day, by today's parameters. */
export interface PastWeek {
  /** from 1970 */
  readonly day: number;
  readonly customers: number;
  /** how many of them were expected to order within 12 months */
  readonly orderAgain: number;
  /** net revenue expected within 12 months, discounted */
  readonly clv: number;
}

/** The last `weeks` ends of weeks up to `asOf`, oldest first; weeks before the first order are left out. */
export function pastWeeks(
  log: OrderLog,
  { model, gammaGamma }: { readonly model: OrderModel; readonly gammaGamma: GammaGammaParams | null },
  asOf: number,
  weeks: number,
): PastWeek[] {
  const steps = discountSteps(YEAR_DAYS, 1, DEFAULT_DISCOUNT_RATE);
  const told: PastWeek[] = [];
  for (let back = weeks - 1; back >= 0; back--) {
    const day = asOf - 7 * back;
    const { histories, spend } = summariseLog(log, day);
    if (histories.frequency.length === 0) continue;
    const data = collapseHistories(histories);
    const forecast = predictCustomers({ model, data, gammaGamma, spend, steps });
    let orderAgain = 0;
    let clv = 0;
    for (let i = 0; i < data.customers; i++) {
      orderAgain += forecast.pAtLeastOne[i] as number;
      clv += forecast.clv[i] as number;
    }
    told.push({ day, customers: data.customers, orderAgain, clv });
  }
  return told;
}
