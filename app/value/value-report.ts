import type { ForecastName } from "./models/backtest-holdout.ts";
import type { Candidate } from "./models/choose-order-model.ts";
import type { ForecastScore } from "./models/forecast-score.ts";
import type { GammaGammaParams } from "./models/gamma-gamma-params.ts";
import type { ValueWarning } from "./models/judge-evidence.ts";
import type { OrderModel, OrderModelName } from "./models/order-model.ts";
import type { ReliabilityBin } from "./models/score-orders.ts";
import type { Estimate } from "./models/store-totals.ts";

// What the value room tells of a store and its customers. Money is in minor units of `currency` and keeps its fraction in
// averages; shares are 0 to 1; a day is "2026-03-01" in the shop's time zone; null means "cannot be told", never 0.

/**
 * What a customer brings: `profit` = revenue - refunds - cost - fees; `net` = revenue - refunds; `gross` = revenue, which is after
 * discounts and before tax, shipping and gift cards.
 */
export const VALUE_BASES = ["profit", "net", "gross"] as const;
export type ValueBase = (typeof VALUE_BASES)[number];
export type Amounts = Readonly<Record<ValueBase, number>>;
export type Estimates = Readonly<Record<ValueBase, Estimate>>;

/** no_orders: no identified customer has a paid order. not_fitted: the first fit is still to run. */
export type NoForecast = "no_orders" | "not_fitted";

/* ---------------------------------------------------------------------------------------------------- overview
 * value-overview.server.ts
 * valueOverview(shopId: number, options: { from?: string | null; to?: string | null; compareFrom?: string | null;
 *   compareTo?: string | null; base?: ValueBase }): Promise<ValueOverview>
 * `from` and `to` are ISO moments as for storeValue: processed at or after `from`, before `to`.
 */

/** Figures of one period, over the orders counted (not test, not cancelled). */
export interface PeriodFigures {
  readonly from: string | null;
  readonly to: string | null;
  readonly orders: number;
  readonly guestOrders: number;
  readonly identifiedOrders: number;
  /** unique identified customers with an order in the period */
  readonly customers: number;
  /** of them, those whose first order ever falls in the period */
  readonly newCustomers: number;
  /** of all orders, guests included */
  readonly total: Amounts;
  /** of identified customers' orders = customers x apf x aov */
  readonly identified: Amounts;
  /** per order of identified customers */
  readonly aov: Amounts | null;
  /** per order, guests included: Shopify's AOV is `gross` */
  readonly storeAov: Amounts | null;
  /** identifiedOrders / customers */
  readonly apf: number | null;
  /** aov x apf = identified / customers */
  readonly customerValue: Amounts | null;
}

/**
 * The change between two periods, split without rest: guests + customers + apf + aov = change, in whole minor units (Shapley value of
 * the three factors; the mean over all orders in which they could have changed).
 */
export interface Decomposition {
  readonly base: ValueBase;
  readonly before: number;
  readonly after: number;
  readonly change: number;
  readonly customers: number;
  readonly apf: number;
  readonly aov: number;
  readonly guests: number;
}

export interface ModelLifespan {
  /** probability that a customer won today has left after a year, by the fitted model */
  readonly churnAYear: number;
  /** 1 / churnAYear, in years; null where hardly anyone leaves by the model (churn below 1 %) */
  readonly years: number | null;
}

/** What today's customers are expected to bring within the horizon. */
export interface StoreForecastFigures {
  /** the forecast begins after this day */
  readonly asOf: string;
  readonly horizonDays: number;
  /** a year, 0.1 for 10 % */
  readonly discountRate: number;
  readonly customers: number;
  /** sum of every customer's P(alive) */
  readonly alive: number;
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

/** quiet_store: no order for 90 days, so the forecast is as of the last order's day and not of today. */
export type ForecastWarning = ValueWarning | "quiet_store";

export interface ValueOverview {
  readonly currency: string;
  readonly base: ValueBase;
  readonly period: PeriodFigures;
  readonly comparison: { readonly period: PeriodFigures; readonly decomposition: Decomposition } | null;
  readonly lifespan: {
    /** mean days from first to last order over all orders known, one-order customers as 0; null without customers */
    readonly simpleDays: number | null;
    readonly model: ModelLifespan | null;
  };
  /** AOV x APF a year x simple lifespan within the period (gross revenue), as storeValue tells it; clv null below 90 days */
  readonly fiveSteps: { readonly clv: number | null; readonly lifespanDays: number };
  /** of all orders ever */
  readonly historicClv: { readonly customers: number; readonly total: Amounts; readonly perCustomer: Amounts | null };
  /** part of the period's cost that is assumed, not known */
  readonly assumedCostShare: number;
  readonly forecast: StoreForecastFigures | null;
  /** why there is no forecast */
  readonly noForecast: NoForecast | null;
}

/* ---------------------------------------------------------------------------------------------------- cohorts
 * cohorts.server.ts
 * cohorts(shopId: number, options?: { months?: number }): Promise<CohortTable>
 * months: how many of the latest cohorts, 24 when not given, at most 60.
 */
export interface CohortCell {
  /** months since the month of the first order; 0 is that month */
  readonly age: number;
  /** false for the month still running */
  readonly complete: boolean;
  /** customers with an order in that month */
  readonly active: number;
  /** active / customers of the cohort */
  readonly retention: number;
  readonly orders: number;
  /** of that month */
  readonly value: Amounts;
  /** of all months up to it, a customer of the cohort */
  readonly cumulativePerCustomer: Amounts;
  /** value / active: what one who still buys is worth; null when none is */
  readonly perActive: Amounts | null;
}

export interface Cohort {
  /** "2026-03" in the shop's time zone */
  readonly month: string;
  readonly customers: number;
  /** the cohort's orders are not all its orders: the shop's orders begin in the middle and this is the first month */
  readonly cutOff: boolean;
  /** by age, every month from 0 to the last one of the store's data */
  readonly cells: readonly CohortCell[];
}

/** All cohorts together by age, over those cohorts for which that month is complete. */
export interface CohortCurvePoint {
  readonly age: number;
  readonly customers: number;
  readonly retention: number;
  readonly cumulativePerCustomer: Amounts;
  readonly perActive: Amounts | null;
}

export interface CohortTable {
  readonly currency: string;
  /** oldest first */
  readonly cohorts: readonly Cohort[];
  readonly curve: readonly CohortCurvePoint[];
}

/* ---------------------------------------------------------------------------------------------------- RFM
 * rfm-segments.server.ts
 * rfmSegments(shopId: number): Promise<RfmSegments>
 * rfmOf(shopId: number, customerId: string): Promise<RfmPlace | null>
 */
/** Shopify's own names, so that ours stand beside them; best first. */
export const RFM_GROUPS = [
  "champions",
  "loyal",
  "active",
  "new",
  "promising",
  "needs_attention",
  "at_risk",
  "previously_loyal",
  "almost_lost",
  "dormant",
] as const;
export type RfmGroup = (typeof RFM_GROUPS)[number];

export interface RfmPlace {
  /** 1 (long ago, few, little) to 5; customers alike get the same score */
  readonly recency: number;
  readonly frequency: number;
  readonly money: number;
  readonly group: RfmGroup;
}

export interface RfmSegment {
  readonly group: RfmGroup;
  readonly customers: number;
  readonly customerShare: number;
  readonly orders: number;
  /** of all their orders ever */
  readonly total: Amounts;
  readonly netShare: number | null;
  readonly meanDaysSinceLast: number | null;
  /** expected CLV, summed over those of the group whom the last forecast knew; null where it knew none */
  readonly expectedClv: Amounts | null;
}

export interface RfmSegments {
  readonly currency: string;
  readonly asOf: string | null;
  readonly customers: number;
  /** all groups, in the order of RFM_GROUPS, empty ones too */
  readonly segments: readonly RfmSegment[];
}

/* ---------------------------------------------------------------------------------------------------- distribution, time
 * clv-distribution.server.ts
 * clvDistribution(shopId: number, options?: { kind?: "predicted" | "historic"; base?: ValueBase }): Promise<ClvDistribution | null>
 * null: no customers, or no ranked list yet for "predicted".
 */
export interface ClvDistribution {
  readonly currency: string;
  readonly kind: "predicted" | "historic";
  readonly base: ValueBase;
  readonly customers: number;
  readonly total: number;
  readonly mean: number;
  readonly median: number;
  /** share of the total held by the tenth worth most; null where the total is not above 0 */
  readonly topTenthShare: number | null;
  /** equal widths; the first takes all below, the last (to null) all above */
  readonly bins: readonly {
    readonly from: number | null;
    readonly to: number | null;
    readonly customers: number;
    readonly total: number;
  }[];
  /** tenths, those worth most first */
  readonly tenths: readonly { readonly customers: number; readonly total: number; readonly mean: number }[];
}

/* clv-over-time.server.ts
 * clvOverTime(shopId: number, options?: { weeks?: number }): Promise<ClvOverTime>      weeks: 52 when not given, at most 260
 */
export interface ClvWeek {
  /** the week's last day */
  readonly day: string;
  /** customers won so far */
  readonly customers: number;
  /** all they had brought so far, a customer */
  readonly historicPerCustomer: Amounts | null;
  /** CLV of the next 12 months a customer, as of that day; null where not computed */
  readonly predictedPerCustomer: Amounts | null;
  /** sum of P(alive) on that day */
  readonly alive: number | null;
}
export interface ClvOverTime {
  readonly currency: string;
  readonly weeks: readonly ClvWeek[];
  /** fits made, for marks on the chart */
  readonly fits: readonly {
    readonly version: number;
    readonly day: string;
    readonly model: OrderModelName;
    readonly clvPerCustomer: Amounts;
  }[];
}

/* ---------------------------------------------------------------------------------------------------- profit
 * profit-makers.server.ts
 * profitMakersAndLosers(shopId: number, options?: { limit?: number }): Promise<ProfitMakers>      limit: 10 when not given
 */
/** What most sets a customer's profit below that of the store's average customer with the same goods. */
export type LossReason = "returns" | "discounts" | "cost" | "fees";

export interface ProfitRow {
  readonly customerId: string;
  readonly orders: number;
  readonly gross: number;
  readonly discounts: number;
  readonly refunded: number;
  readonly cost: number;
  readonly fees: number;
  readonly profit: number;
  /** null for a customer that brings profit */
  readonly reason: LossReason | null;
  /** what the reason took beyond the store's average share of the goods' price */
  readonly reasonAmount: number | null;
}

export interface ProfitMakers {
  readonly currency: string;
  readonly makers: readonly ProfitRow[];
  /** biggest loss first */
  readonly losers: readonly ProfitRow[];
  readonly profitable: { readonly customers: number; readonly profit: number };
  readonly losing: { readonly customers: number; readonly profit: number };
  readonly byReason: readonly { readonly reason: LossReason; readonly customers: number; readonly profit: number }[];
  readonly assumedCostShare: number;
}

/* allowed-acquisition-cost.server.ts
 * allowedAcquisitionCost(shopId: number, options?: { target?: number }): Promise<AllowedAcquisitionCost | null>
 * target: part of the profit that may be spent to win a customer, 0 to 1, 1/3 when not given. null: no forecast.
 */
export interface AllowedAcquisitionCost {
  readonly currency: string;
  readonly target: number;
  /** customers whose first order fell in the last 365 days */
  readonly newCustomers: number;
  /** mean profit of their first orders */
  readonly firstOrderProfit: number;
  /** later orders expected of a new customer within 12 months, and their profit, discounted */
  readonly laterOrders: number;
  readonly laterProfit: number;
  /** firstOrderProfit + laterProfit: predicted margin CLV of a new customer */
  readonly profitClv: number;
  /** max(0, profitClv) x target */
  readonly allowed: number;
  /** max(0, firstOrderProfit) x target: what may be spent when the first order must pay for itself */
  readonly allowedOnFirstOrder: number;
  readonly label: "early" | "model";
}

/* what-if.server.ts
 * whatIf(shopId: number, options?: { points?: number }): Promise<WhatIf | null>
 * points: how many more customers of 100 return, 1 when not given, -100 to 100. null: no customers.
 */
export interface WhatIf {
  readonly currency: string;
  /** identified customers with a first order at least 90 days before asOf */
  readonly customers: number;
  readonly returned: number;
  readonly returnRate: number;
  /** what a returned customer's later orders brought, mean */
  readonly laterPerReturned: Amounts | null;
  readonly points: number;
  /** no more customers can return than there are; may be a fraction */
  readonly extraReturning: number;
  /** extraReturning x laterPerReturned */
  readonly extra: Amounts;
  /** extra over what all these customers brought; null where that is not above 0 */
  readonly extraShare: Readonly<Record<ValueBase, number | null>>;
  /** the same for each lever moved by 1 %: on identified customers' orders of the last 365 days */
  readonly onePercent: { readonly customers: Amounts; readonly apf: Amounts; readonly aov: Amounts };
}

/* value-alerts.server.ts
 * valueAlerts(shopId: number): Promise<ValueAlert[]>      most important first; empty where nothing fell for sure
 */
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

/* ---------------------------------------------------------------------------------------------------- the model
 * fit-progress.server.ts
 * fitProgress(shopId: number): Promise<FitProgress>
 */
export interface FitProgress {
  /** a forecast is being made, or waits to be */
  readonly working: boolean;
  /** of the fit that stands; null before the first */
  readonly version: number | null;
}

/*
 * backtest-report.server.ts
 * backtestReport(shopId: number): Promise<BacktestReport | null>      null: not fitted yet
 */
export interface BacktestPeriod {
  /** forecast after this day, up to and with `to` */
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

/* model-card.server.ts
 * modelCard(shopId: number): Promise<ModelCard | null>      null: not fitted yet
 */
export interface ModelCard {
  readonly currency: string;
  readonly version: number;
  readonly fittedAt: string;
  readonly fitMs: number;
  readonly asOf: string;
  readonly model: OrderModel;
  readonly decidedBy: "evidence" | "out_of_time";
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

/* ---------------------------------------------------------------------------------------------------- one customer
 * customer-forecast.server.ts
 * customerForecast(shopId: number, customerId: string): Promise<CustomerForecast | null>         null: no paid order, or not fitted
 * customerForecasts(shopId: number, customerIds: string[]): Promise<Map<string, CustomerForecastRow>>      for a page of customers
 * ranked-customers.server.ts
 * rankedCustomers(shopId: number, options?: { page?: number; pageSize?: number; sort?: RankSort; direction?: "asc" | "desc" }):
 *   Promise<{ rows: CustomerForecastRow[]; total: number; asOf: string | null }>      from the list made nightly and after a fit
 * app/shopify/customer-statistics.server.ts
 * customerStatistics(shop: { shopId: number; domain: string }, customerId: string):
 *   Promise<{ rfmGroup: string | null; predictedSpendTier: string | null } | null>   Shopify's own; null: it does not tell
 * app/ledger/customer-ladder.server.ts
 * customerLadder(shopId: number, customerId: string): Promise<CustomerLadder>      place in the ladder
 */
export const RANK_SORTS = ["clv", "expectedOrders", "pAlive", "priority"] as const;
/** priority: clv x (1 - pAlive), much to lose and slipping away */
export type RankSort = (typeof RANK_SORTS)[number];

export interface CustomerForecastRow {
  readonly customerId: string;
  readonly pAlive: number;
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
  readonly pOrderWithin: { readonly days30: number; readonly days90: number; readonly days365: number };
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

export interface CustomerLadder {
  /** offers accepted, oldest first */
  readonly accepted: readonly {
    readonly stage: string;
    readonly offerId: number;
    readonly offerName: string;
    readonly orderId: string;
    readonly orderedAt: string;
    readonly revenue: number;
    readonly profit: number;
  }[];
  readonly orders: number;
  /** tripwire or profit_maximizer accepted, core: bought without an offer, return: ordered again; null: no order */
  readonly reached: readonly ("tripwire" | "core" | "profit_maximizer" | "return")[];
}

/* ---------------------------------------------------------------------------------------------------- export
 * value-csv.server.ts
 * valueCsv(shopId: number): AsyncIterable<string>      lines with CRLF, header first; one row a customer, by customer id
 * Columns: customer_id, currency, orders, gross_revenue, refunds, net_revenue, discounts, cost, fees, profit, aov, first_order_at,
 * last_order_at, rfm_group, p_alive, expected_orders_12m, expected_order_value, clv_12m_net, clv_12m_profit. Money as decimals of the
 * currency; figures of the forecast are empty before the ranked list is made.
 *
 * fit-values.server.ts (the job value.fit): fitValues(shopId, { now?, force?, signal? }): Promise<"fitted" | "ranked" | "no_orders" |
 * "overtaken">; it also makes the ranked list.
 * request-fit.server.ts: requestFit(shopId): Promise<void> asks for a fit now (for a button "fit again").
 */
