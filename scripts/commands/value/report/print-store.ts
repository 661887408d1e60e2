import { averageOrderValue } from "../../../../app/value/aov.ts";
import { averagePurchaseFrequency } from "../../../../app/value/apf.ts";
import { customerLifetimeValue, type YearOfOrders } from "../../../../app/value/clv.ts";
import { customerValueOf } from "../../../../app/value/customer-value.ts";
import { meanLifespanDays } from "../../../../app/value/lifespan.ts";
import type { OrderLog } from "../../../../app/value/models/order-log.ts";
import type { OrdersExport } from "../read-orders-export.ts";
import type { LogCustomers } from "./customers-of-log.ts";
import { dateText, percent, type ReportPage, section, sumOf } from "./report-page.ts";

interface StoreInput {
  readonly orders: OrdersExport;
  readonly all: LogCustomers;
  readonly first: number;
  readonly last: number;
}

/** What the file holds, and the classic formula over it. */
export function printStore({ print, money }: ReportPage, { orders, all, first, last }: StoreInput): void {
  const days = last - first + 1;
  const revenue = sumOf(orders.log.amount);
  const identified = orders.log.customer.length;
  const count = orders.customers.length;
  const repeat = all.lastDay.reduce((sum, day, who) => sum + (day > (all.firstDay[who] as number) ? 1 : 0), 0);
  section({ print, money }, "The store");
  print(
    `${orders.orders} orders from ${dateText(first)} to ${dateText(last)} (${days} days), ${money(orders.grossRevenue)} before and ${money(orders.grossRevenue - orders.refunds)} after refunds.`,
  );
  print(`${count} customers with an e-mail address; ${repeat} of them (${percent(repeat / count)}) came back on another day.`);
  print(
    `Left out: ${orders.guestOrders} orders of guests, ${orders.cancelledOrders} cancelled, ${orders.emptyOrders} worth nothing after refunds, ${orders.setAside} unreadable.`,
  );
  for (const fault of orders.faults) print(`  unreadable: ${fault}`);
  print("");
  const aov = averageOrderValue(revenue, identified);
  const apf = averagePurchaseFrequency(identified, count);
  print(`Average order value      ${money(aov).padStart(14)}   ${money(revenue)} / ${identified} orders (net of refunds)`);
  print(`Orders per customer      ${apf.toFixed(2).padStart(14)}   ${identified} / ${count} customers`);
  print(`Value per customer       ${money(customerValueOf(aov, apf)).padStart(14)}   in ${days} days`);
  const year = lastYear(orders.log, last, days);
  const lifespan = meanLifespanDays(sumOf(all.lastDay) - sumOf(all.firstDay), count);
  const clv = customerLifetimeValue(year, lifespan);
  print(`Lifespan                 ${`${lifespan.toFixed(0)} days`.padStart(14)}   mean time from first to last order; 0 for one order`);
  print(
    clv === null
      ? "CLV in five steps                     -   the file covers less than 90 days"
      : `CLV in five steps        ${money(clv).padStart(14)}   order value x orders a year (last ${year.days} days) x lifespan: a lower bound`,
  );
}

function lastYear(log: OrderLog, last: number, days: number): YearOfOrders {
  const length = Math.min(days, 365);
  const customers = new Set<number>();
  let revenue = 0;
  let orders = 0;
  for (let i = 0; i < log.day.length; i++) {
    if ((log.day[i] as number) <= last - length) continue;
    customers.add(log.customer[i] as number);
    revenue += log.amount[i] as number;
    orders++;
  }
  return { revenue, orders, customers: customers.size, days: length };
}
