import type { FiveSteps } from "./five-steps.ts";

/**
 * What a shop's customers are worth, over the orders counted (not test, not cancelled).
 * Money is in minor units of `currency`; averages keep their fraction.
 */
export interface StoreValue {
  readonly currency: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly orders: number;
  readonly lines: number;
  /** unique identified customers with a counted order */
  readonly customers: number;
  readonly identifiedOrders: number;
  /** sum of order subtotals less gift cards sold: after discounts, before tax and shipping; guests included */
  readonly grossRevenue: number;
  /** what gift cards were sold for; a debt, so in no other figure here */
  readonly giftCards: number;
  /** what refunds took of it: not the tax and shipping given back */
  readonly refunds: number;
  /** grossRevenue / orders, guests included */
  readonly aov: number;
  /** (grossRevenue - refunds) / orders */
  readonly netAov: number;
  /** identifiedOrders / customers */
  readonly apf: number;
  /** revenue of identified customers before refunds / customers = their AOV x APF */
  readonly customerValue: number;
  readonly identifiedRevenue: number;
  readonly identifiedGiftCards: number;
  /** days between first and last order, 0 for one order, mean over identified customers */
  readonly meanLifespanDays: number;
  readonly repeatCustomers: number;
  readonly fiveSteps: FiveSteps;
  /** sum over identified customers' orders, mean per customer */
  readonly historicClvProfit: number;
  readonly historicClvRevenue: number;
  /** part of the cost that is assumed, not known (0 to 1) */
  readonly assumedCostShare: number;
}

/** One customer's row, in minor units of the shop's currency. */
export interface CustomerValue {
  readonly customerId: string;
  readonly orders: number;
  readonly aov: number;
  readonly revenue: number;
  readonly refunded: number;
  readonly discounts: number;
  readonly cost: number;
  readonly fees: number;
  /** historic CLV in profit */
  readonly profit: number;
  readonly assumedCost: number;
  readonly firstOrderAt: string;
  readonly lastOrderAt: string;
}
