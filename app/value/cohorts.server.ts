import { inShop } from "../database/pool.server.ts";
import { type CohortRow, cohortOf, monthText, pausedMonths, together } from "./cohort-cells.ts";
import type { CohortTable } from "./cohort-table.ts";
import { observe } from "./fit/observation.server.ts";

const COHORTS = 24;
const MOST_COHORTS = 60;

interface CohortOptions {
  /** how many of the latest cohorts have a row of their own; 24 when not given, at most 60 */
  readonly months?: number;
  readonly now?: Date;
}

/**
 * Customers by the month of their first order, and what they did in each month after it: the last one is the month of now, or of the last
 * order where the shop no longer sells; what a few bought after a silence of more than a year is left out then, and they are counted.
 * All cohorts' cells together hold every order of these customers once.
 */
export async function cohorts(shopId: number, { months = COHORTS, now = new Date() }: CohortOptions = {}): Promise<CohortTable> {
  const count = Math.min(Math.max(Math.trunc(months) || COHORTS, 1), MOST_COHORTS);
  return inShop(shopId, async (db) => {
    const shop = await db.row<{ currency: string; this_month: number }>(
      `select currency, ${monthOf("$2::timestamptz at time zone timezone")}::int as this_month from shops where id = $1`,
      [shopId, now],
    );
    const observation = await observe(db, now);
    const ended = observation?.quiet ? monthNumber(observation.asOf) : Infinity;
    const known = await db.rows<CohortRow>(CELLS, [shopId]);
    const rows = known.filter((row) => row.cohort + row.age <= ended);
    const lastMonth = Math.max(...rows.map((row) => row.cohort + row.age), -Infinity);
    const thisMonth = shop?.this_month ?? 0;
    const broken = observation?.quiet ? lastMonth : thisMonth;
    const end = Math.max(lastMonth, rows.length > 0 ? broken : -Infinity);
    const firstMonth = Math.min(...rows.map((row) => row.cohort));
    const byMonth = new Map<number, CohortRow[]>();
    for (const row of rows) {
      const own = byMonth.get(row.cohort);
      if (own) own.push(row);
      else byMonth.set(row.cohort, [row]);
    }
    const all = [...byMonth].map(([month, own]) =>
      cohortOf(own, month, month === firstMonth && (observation?.beginsInTheMiddle ?? false), { end, broken }),
    );
    const first = monthText(end - count + 1);
    const older = all.filter(({ month }) => month < first);
    const paused = pausedMonths(rows);
    const later = known.reduce((sum, { cohort, age, active }) => (age === 0 && cohort > ended ? sum + active : sum), 0);
    return {
      currency: shop?.currency ?? "",
      cohorts: all.filter(({ month }) => month >= first),
      older:
        older.length === 0
          ? null
          : {
              before: first,
              customers: older.reduce((sum, { customers }) => sum + customers, 0),
              cutOff: older.some(({ cutOff }) => cutOff),
              cells: together(older, count, paused),
            },
      after: later === 0 ? null : { month: monthText(lastMonth), customers: later },
      curve: together(
        all.filter(({ cutOff }) => !cutOff),
        count,
        paused,
      ),
    };
  });
}

const CELLS = `
  with dated as (
    select customer_id, ${monthOf("day")} as month, ${monthOf("min(day) over (partition by customer_id)")} as cohort, revenue, refunded, cost, fees
    from order_values where shop_id = $1 and customer_id is not null
  )
  select cohort::int, (month - cohort)::int as age, count(distinct customer_id)::int as active, count(*)::int as orders, sum(revenue)::float8 as gross,
    sum(revenue - refunded)::float8 as net, sum(revenue - refunded - cost - fees)::float8 as profit
  from dated group by cohort, month order by cohort, month`;

function monthOf(moment: string): string {
  return `(extract(year from ${moment}) * 12 + extract(month from ${moment}) - 1)`;
}

/** Months since the year 0 of a day counted from 1970. */
function monthNumber(day: number): number {
  const date = new Date(day * 86_400_000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
