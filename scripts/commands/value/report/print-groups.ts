import { RFM_GROUPS } from "../../../../app/value/rfm-segments.ts";
import type { LogCustomers } from "./customers-of-log.ts";
import { percent, type ReportPage, section, sumOf } from "./report-page.ts";
import { rfmOfLog } from "./rfm-of-log.ts";

interface GroupsInput {
  readonly all: LogCustomers;
  readonly last: number;
  /** by customer */
  readonly clv: Float64Array;
  readonly horizonDays: number;
}

/** The customers in Shopify's named groups, with what each group brought and is expected to bring. */
export function printGroups(page: ReportPage, { all, last, clv, horizonDays }: GroupsInput): void {
  section(
    page,
    "Groups of customers",
    "By how recently, how often and how much they bought, each in fifths of all customers; the names are Shopify's.",
  );
  const places = rfmOfLog(all);
  const net = sumOf(all.net);
  page.print(
    `${"group".padEnd(18)}${"customers".padStart(10)}${"share".padStart(9)}${"of revenue".padStart(12)}${"days since last".padStart(17)}${`next ${horizonDays} days`.padStart(18)}`,
  );
  for (const group of RFM_GROUPS) {
    const members = places.flatMap((place, who) => (place.group === group ? [who] : []));
    const count = members.length;
    if (count === 0) continue;
    const total = (column: Float64Array) => members.reduce((sum, who) => sum + (column[who] as number), 0);
    page.print(
      [
        group.replaceAll("_", " ").padEnd(18),
        String(count).padStart(10),
        percent(count / places.length).padStart(9),
        percent(total(all.net) / net).padStart(12),
        (last - total(all.lastDay) / count).toFixed(0).padStart(17),
        page.money(total(clv)).padStart(18),
      ].join(""),
    );
  }
}
