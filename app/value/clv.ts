import { averageOrderValue } from "./aov.ts";
import { averagePurchaseFrequency } from "./apf.ts";
import { customerValueOf } from "./customer-value.ts";
import { YEAR_DAYS } from "./lifespan.ts";

/** Below this many days a year's frequency would be a guess. */
export const SHORTEST_WINDOW_DAYS = 90;

/** What identified customers bought in the last year of the period, or in all of it when it is shorter. */
export interface YearOfOrders {
  readonly revenue: number;
  readonly orders: number;
  readonly customers: number;
  /** how long that window is: at most a year */
  readonly days: number;
}

/**
 * Customer lifetime value in five steps, in the revenue's unit:
 * 1. AOV of identified customers in the last year of the period;
 * 2. APF in that year; when the period is shorter than a year, scaled up to one (orders a customer x 365.2425 / days);
 * 3. Customer Value = AOV x APF, a year;
 * 4. lifespan = mean days from first to last order over the whole period / 365.2425, in years;
 * 5. CLV = Customer Value x lifespan.
 *
 * null for a period shorter than 90 days. A lifespan cannot be longer than the period it is seen in and counts one-order
 * customers with 0, so in a shop's first years this is a lower bound.
 */
export function customerLifetimeValue(year: YearOfOrders, meanLifespanDays: number): number | null {
  const customerValue = customerValueAYear(year);
  return customerValue === null ? null : customerValue * (meanLifespanDays / YEAR_DAYS);
}

/** Its first three steps. */
export function customerValueAYear(year: YearOfOrders): number | null {
  if (year.days < SHORTEST_WINDOW_DAYS || year.customers === 0) return null;
  const aov = averageOrderValue(year.revenue, year.orders);
  const apf = averagePurchaseFrequency(year.orders, year.customers) * (YEAR_DAYS / Math.min(year.days, YEAR_DAYS));
  return customerValueOf(aov, apf);
}
