import { decomposeChange } from "../../../../app/value/decompose-change.ts";
import type { OrderLog } from "../../../../app/value/models/order-log.ts";
import { leversOfLog } from "./levers-of-log.ts";
import { dateText, type ReportPage, section } from "./report-page.ts";

/** Days of the periods compared, the longest first of which the file holds two. */
const PERIODS = [365, 91, 28];

interface LeversInput {
  readonly log: OrderLog;
  readonly first: number;
  readonly last: number;
  /** minor units of a currency unit */
  readonly minor: number;
}

/** What changed between the last period and the one before it, split over the levers of the classic formula. */
export function printLevers(page: ReportPage, { log, first, last, minor }: LeversInput): void {
  section(
    page,
    "What changed, and why",
    "The whole change in revenue after refunds, split without rest into what each lever did. Customers with an e-mail address.",
  );
  const days = PERIODS.find((length) => last - first + 1 >= 2 * length);
  if (days === undefined) {
    page.print(`The file is too short to compare two periods of ${PERIODS.at(-1)} days.`);
    return;
  }
  const before = leversOfLog(log, last - 2 * days, last - days, minor);
  const now = leversOfLog(log, last - days, last, minor);
  const split = decomposeChange("net", before, now);
  const money = (amount: number) => page.money(amount / minor);
  const line = (lever: string, was: string, is: string, effect: string) =>
    page.print(`${lever.padEnd(22)}${was.padStart(16)}${is.padStart(16)}${effect.padStart(16)}`);
  const each = (amount: number, count: number) => (count > 0 ? amount / count : 0);
  page.print(`The ${days} days to ${dateText(last)} beside the ${days} days before them:`);
  line("", "before", "now", "what it did");
  line("Customers", String(before.customers), String(now.customers), money(split.customers));
  line(
    "Orders per customer",
    each(before.orders, before.customers).toFixed(2),
    each(now.orders, now.customers).toFixed(2),
    money(split.apf),
  );
  line("Value of an order", money(each(before.identified, before.orders)), money(each(now.identified, now.orders)), money(split.aov));
  line("Revenue", money(before.total), money(now.total), money(split.change));
}
