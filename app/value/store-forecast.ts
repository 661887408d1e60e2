import type { Amounts, Estimates } from "./amounts.ts";
import type { ValueWarning } from "./models/judge-evidence.ts";
import type { Estimate } from "./models/store-totals.ts";

/** quiet_store: no order for 90 days, so the forecast is as of the last order's day and not of today. */
export type ForecastWarning = ValueWarning | "quiet_store";

/** no_orders: no identified customer has a paid order. not_fitted: the first fit is still to run. */
export type NoForecast = "no_orders" | "not_fitted";

/** What today's customers are expected to bring within the horizon. */
export interface StoreForecastFigures {
  /** the forecast begins after this day */
  readonly asOf: string;
  readonly horizonDays: number;
  /** a year, 0.1 for 10 % */
  readonly discountRate: number;
  readonly customers: number;
  /** how many of them are expected to order within the horizon: the sum of everyone's chance */
  readonly orderAgain: number;
  readonly orders: Estimate;
  /** discounted to asOf; profit and gross are the net forecast times `perNet` */
  readonly clv: Estimates;
  readonly clvPerCustomer: Amounts;
  /** what one unit of net revenue of the last year's identified orders was in each base */
  readonly perNet: Amounts;
  /** early: most of it is experience from other stores */
  readonly label: "early" | "model";
  readonly warnings: readonly ForecastWarning[];
  readonly version: number;
  readonly fittedAt: string;
}
