import type { Amounts, ValueBase } from "./amounts.ts";
import type { OrderModelName } from "./models/order-model.ts";
import type { ForecastWarning } from "./store-forecast.ts";

export interface CustomerForecastRow {
  readonly customerId: string;
  /** chance that the customer has not left for good; null where the model cannot know it */
  readonly pAlive: number | null;
  /** chance of an order within 12 months */
  readonly pOrder: number;
  /** within 12 months */
  readonly expectedOrders: number;
  /** net value of an order */
  readonly expectedSpend: number;
  /** mean, 12 months, discounted */
  readonly clv: Amounts;
}

export interface CustomerForecast extends CustomerForecastRow {
  readonly currency: string;
  readonly asOf: string;
  readonly horizonDays: number;
  readonly label: "early" | "model";
  readonly warnings: readonly ForecastWarning[];
  /** 80 % interval of orders, and the median */
  readonly orders: { readonly median: number; readonly low: number; readonly high: number };
  /** 80 % interval and median of CLV by base */
  readonly clvInterval: Readonly<Record<ValueBase, { readonly median: number; readonly low: number; readonly high: number }>>;
  readonly pOrderWithin: { readonly days30: number; readonly days90: number };
  /** the day by which a next order is as likely as not if the customer still is one; null beyond 10 years */
  readonly nextOrderOn: string | null;
  /** true when that chance as of the last order passed already: the customer is late */
  readonly late: boolean;
  /** one customer's five steps, net revenue, not discounted; each shrunk towards the store's */
  readonly steps: {
    readonly orderValue: number;
    readonly ordersPerYear: number;
    readonly valuePerYear: number;
    readonly lifespanYears: number;
    readonly clv: number;
  } | null;
  readonly restsOn: {
    /** days with a paid order */
    readonly orderDays: number;
    readonly firstDay: string;
    readonly lastDay: string;
    readonly daysSinceLast: number;
    /** own mean net value of an order, and the store's */
    readonly ownMean: number;
    readonly storeMean: number | null;
    /** how much the customer's own orders weigh in expectedSpend, 0 to 1 */
    readonly ownWeight: number | null;
    readonly model: OrderModelName;
    readonly version: number;
    readonly fittedAt: string;
  };
}
