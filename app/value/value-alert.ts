export type AlertKind = "retention_falling" | "new_customer_value_falling" | "aov_falling" | "refunds_rising" | "forecast_missed";

/** What to try: offers that bring customers back, offers beside the first order, dearer baskets, product and service, caution with the forecast. */
export type Play = "win_back" | "second_order" | "profit_maximizer" | "check_products" | "read_backtest";

export interface ValueAlert {
  readonly kind: AlertKind;
  readonly play: Play;
  /** retention and refunds (orders with a refund): shares; the others: minor units */
  readonly unit: "share" | "money";
  readonly before: number;
  readonly now: number;
  /** now / before - 1 */
  readonly change: number;
  readonly beforePeriod: { readonly from: string; readonly to: string; readonly count: number };
  readonly nowPeriod: { readonly from: string; readonly to: string; readonly count: number };
  /** chance to see such a difference if nothing had changed; null where it is no test */
  readonly pValue: number | null;
}
