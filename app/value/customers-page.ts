import type { CustomerForecastRow } from "./customer-forecast.ts";
import type { CustomerValue } from "./store-value.ts";

/** By what customers brought, and by what is expected of them. */
export const LIST_SORTS = ["profit", "revenue", "orders", "lastOrderAt", "clv", "priority"] as const;
export type ListSort = (typeof LIST_SORTS)[number];

/** What a customer brought so far, and what is expected of them; null without a paid order or before the first forecast. */
export interface ListedCustomer extends CustomerValue {
  readonly forecast: CustomerForecastRow | null;
}

export interface CustomersPage {
  readonly rows: ListedCustomer[];
  /** how many there are, and whether there are more than were counted */
  readonly total: number;
  readonly more: boolean;
  /** by profit where the order asked for rests on a forecast that is not made yet */
  readonly sort: ListSort;
  /** the first where the one asked for is behind the last */
  readonly page: number;
}
