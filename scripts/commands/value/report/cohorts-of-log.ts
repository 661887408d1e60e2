import type { OrderLog } from "../../../../app/value/models/order-log.ts";
import type { LogCustomers } from "./customers-of-log.ts";

interface LogCohort {
  /** months since the year 0, of the first order */
  readonly month: number;
  readonly customers: number;
  /** by months after the first order's: customers with an order, and net revenue */
  readonly cells: readonly { readonly active: number; readonly net: number }[];
}

/** Customers by the month of their first order and what they did in each month after it, up to the month of `last`; oldest first. */
export function cohortsOfLog({ customer, day, amount }: OrderLog, { firstDay }: LogCustomers, last: number): LogCohort[] {
  const end = monthNumber(last);
  const begin = firstDay.reduce((first, day) => Math.min(first, day), last);
  const all = Array.from({ length: end - monthNumber(begin) + 1 }, (_, at) => {
    const month = monthNumber(begin) + at;
    return { month, customers: 0, cells: Array.from({ length: end - month + 1 }, () => ({ active: 0, net: 0 })) };
  });
  const cohortOf = Int32Array.from(firstDay, (day) => monthNumber(day) - monthNumber(begin));
  for (const at of cohortOf) (all[at] as (typeof all)[number]).customers++;
  const seen = new Set<number>();
  for (let i = 0; i < customer.length; i++) {
    const who = customer[i] as number;
    const cohort = all[cohortOf[who] as number] as (typeof all)[number];
    const age = monthNumber(day[i] as number) - cohort.month;
    const cell = cohort.cells[age] as (typeof cohort.cells)[number];
    cell.net += amount[i] as number;
    const key = who * all.length + age;
    if (seen.has(key)) continue;
    seen.add(key);
    cell.active++;
  }
  return all.filter(({ customers }) => customers > 0);
}

/** Months since the year 0 of a day counted from 1970. */
export function monthNumber(day: number): number {
  const date = new Date(day * 86_400_000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
