import type { OrderLog } from "../../../../app/value/models/order-log.ts";
import { cohortsOfLog, monthNumber } from "./cohorts-of-log.ts";
import type { LogCustomers } from "./customers-of-log.ts";
import { type ReportPage, section } from "./report-page.ts";

const COHORTS = 13;
const MONTHS = 6;

interface CohortsInput {
  readonly log: OrderLog;
  readonly all: LogCustomers;
  readonly last: number;
  readonly beginsInTheMiddle: boolean;
}

/** Who came when, who came back in which month after, and what they brought so far. */
export function printCohorts(page: ReportPage, { log, all, last, beginsInTheMiddle }: CohortsInput): void {
  section(
    page,
    "Customers by month of first order",
    "Share of them with an order in each month after it, and what each brought so far. Look down a column: is it getting better?",
  );
  const cohorts = cohortsOfLog(log, all, last);
  const running = monthNumber(last + 1) === monthNumber(last);
  const columns = Array.from({ length: MONTHS }, (_, at) => `+${at + 1}`.padStart(8)).join("");
  page.print(`${"month".padEnd(10)}${"customers".padStart(10)}${columns}${"brought each".padStart(16)}`);
  for (const { month, customers, cells } of cohorts.slice(-COHORTS)) {
    const shares = Array.from({ length: MONTHS }, (_, at) => {
      const cell = cells[at + 1];
      if (!cell) return "".padStart(8);
      return `${((100 * cell.active) / customers).toFixed(0)} %${running && at + 2 === cells.length ? "…" : " "}`.padStart(8);
    });
    const net = cells.reduce((sum, cell) => sum + cell.net, 0);
    const mark = beginsInTheMiddle && month === cohorts[0]?.month ? " *" : "";
    page.print(
      `${`${monthText(month)}${mark}`.padEnd(10)}${String(customers).padStart(10)}${shares.join("")}${page.money(net / customers).padStart(16)}`,
    );
  }
  if (running) page.print("… the month is not over.");
  if (beginsInTheMiddle) page.print("* The file begins in this month, so older customers are counted as new.");
}

function monthText(month: number): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
}
