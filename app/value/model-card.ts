import type { Amounts } from "./amounts.ts";
import type { Candidate, DecidedBy } from "./models/choose-order-model.ts";
import type { GammaGammaParams } from "./models/gamma-gamma-params.ts";
import type { OrderModel } from "./models/order-model.ts";
import type { ForecastWarning } from "./store-forecast.ts";

export interface ModelCard {
  readonly currency: string;
  readonly version: number;
  readonly fittedAt: string;
  readonly fitMs: number;
  readonly asOf: string;
  readonly model: OrderModel;
  readonly decidedBy: DecidedBy;
  readonly candidates: readonly Candidate[];
  /** v in minor units; null where nobody paid */
  readonly gammaGamma: GammaGammaParams | null;
  readonly converged: boolean;
  readonly customers: number;
  readonly repeatCustomers: number;
  readonly historyDays: number;
  /** orders in the model: one a customer and day; and what was left out of it, over all orders known */
  readonly orderDays: number;
  readonly leftOut: { readonly guests: number; readonly cancelledOrTest: number; readonly worthNothing: number };
  readonly beginsInTheMiddle: boolean;
  readonly fitOn: "everyone" | "first_seen_later";
  /** correlation of number of orders and their mean value; Gamma-Gamma takes it as 0 */
  readonly spendCorrelation: number | null;
  readonly pastError: number | null;
  readonly horizonDays: number;
  readonly discountRate: number;
  readonly perNet: Amounts;
  readonly label: "early" | "model";
  readonly warnings: readonly ForecastWarning[];
  /** repeat orders since the fit over those it knew; from 1 % on it is fitted again */
  readonly newRepeatShare: number;
}
