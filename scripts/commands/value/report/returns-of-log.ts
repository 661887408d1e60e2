import type { OrderLog } from "../../../../app/value/models/order-log.ts";
import type { LogCustomers } from "./customers-of-log.ts";

/** Customers that had the time to return, those who did on a later day, and what their later days brought. */
interface LogReturns {
  readonly customers: number;
  readonly returned: number;
  readonly laterNet: number;
}

/** @param until last day of a first order that has had the time */
export function returnsOfLog({ customer, day, amount }: OrderLog, { firstDay, lastDay }: LogCustomers, until: number): LogReturns {
  let customers = 0;
  let returned = 0;
  firstDay.forEach((first, who) => {
    if (first > until) return;
    customers++;
    if ((lastDay[who] as number) > first) returned++;
  });
  let laterNet = 0;
  for (let i = 0; i < customer.length; i++) {
    const first = firstDay[customer[i] as number] as number;
    if (first <= until && (day[i] as number) > first) laterNet += amount[i] as number;
  }
  return { customers, returned, laterNet };
}
