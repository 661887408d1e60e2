import type { Amounts } from "./amounts.ts";

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
