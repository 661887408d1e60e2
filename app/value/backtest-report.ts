import type { ForecastName } from "./models/backtest-holdout.ts";
import type { ForecastScore } from "./models/forecast-score.ts";
import type { OrderModelName } from "./models/order-model.ts";
import type { ReliabilityBin } from "./models/score-orders.ts";

export interface BacktestPeriod {
  /** the first day forecast, and the last */
  readonly from: string;
  readonly to: string;
  readonly customers: number;
  readonly model: OrderModelName;
  readonly predictedOrders: number;
  readonly actualOrders: number;
  /** net revenue */
  readonly predictedRevenue: number;
  readonly actualRevenue: number;
  readonly scores: Readonly<Record<ForecastName, ForecastScore>>;
  /** P(order) told against the share that did, groups by rising forecast */
  readonly reliability: readonly ReliabilityBin[];
}

export interface BacktestReport {
  readonly currency: string;
  readonly version: number;
  readonly fittedAt: string;
  /** oldest first; empty where the history is too short (needs 90 days before the first and 91 for each) */
  readonly periods: readonly BacktestPeriod[];
  /** the latest, for "last quarter we predicted X, it was Y" */
  readonly last: BacktestPeriod | null;
  /** root mean square of ln(actual / predicted) orders */
  readonly pastError: number | null;
}
