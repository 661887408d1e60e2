import { byBase } from "../../../../app/value/in-every-base.ts";
import type { OrderLog } from "../../../../app/value/models/order-log.ts";
import { returningMore } from "../../../../app/value/returning-more.ts";
import type { LogCustomers } from "./customers-of-log.ts";
import { percent, type ReportPage, section } from "./report-page.ts";
import { returnsOfLog } from "./returns-of-log.ts";

/** Customers younger than this have hardly had the time to return. */
const SETTLED_DAYS = 90;
const YEAR = 365;
const POINTS = [1, 5, 10];

interface WhatIfInput {
  readonly log: OrderLog;
  readonly all: LogCustomers;
  readonly last: number;
}

/** What more returning customers would bring, by what those who returned went on to bring. */
export function printWhatIf(page: ReportPage, { log, all, last }: WhatIfInput): void {
  section(
    page,
    "What if more customers came back",
    "By what your own returning customers went on to bring: it holds as far as the additional ones are like them.",
  );
  const { customers, returned, laterNet } = returnsOfLog(log, all, last - SETTLED_DAYS);
  if (customers === 0) {
    page.print(`No customer's first order is ${SETTLED_DAYS} days old yet.`);
    return;
  }
  if (returned === 0) {
    page.print("No customer has come back yet, so there is nothing to compute with.");
    return;
  }
  const later = laterNet / returned;
  page.print(
    `${returned} of ${customers} customers (${percent(returned / customers)}) came back, and each brought ${page.money(later)} after refunds from then on.`,
  );
  for (const points of POINTS) {
    const { returning, extra } = returningMore({ customers, returned, laterPerReturned: byBase(() => later) }, points);
    page.print(`${String(points).padStart(2)} more of 100: ${returning.toFixed(0)} customers, ${page.money(extra.net)}`);
  }
  let year = 0;
  for (let i = 0; i < log.day.length; i++) if ((log.day[i] as number) > last - YEAR) year += log.amount[i] as number;
  page.print(
    `One percent more customers, orders from each, or value of an order: each ${page.money(year / 100)} of the last ${YEAR} days' revenue.`,
  );
}
