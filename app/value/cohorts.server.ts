import { inShop } from "../database/pool.server.ts";
import type { Amounts } from "./amounts.ts";
import type { Cohort, CohortCell, CohortCurvePoint, CohortTable } from "./cohort-table.ts";
import { observe } from "./fit/observation.server.ts";
import { perOne, sumAmounts } from "./in-every-base.ts";

const COHORTS = 24;
const MOST_COHORTS = 60;
const NOTHING: Amounts = { profit: 0, net: 0, gross: 0 };

interface CohortOptions {
  /** how many of the latest cohorts; 24 when not given, at most 60 */
  readonly months?: number;
  readonly now?: Date;
}

/**
 * Customers by the month of their first order, and what they did in each month after it: the last one is the month of now, or of the last
 * order where the shop no longer sells; what a few bought after a silence of more than a year is left out then. All cohorts' cells together hold every order of these customers once.
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
    const rows = (await db.rows<Row>(CELLS, [shopId])).filter((row) => row.cohort + row.age <= ended);
    const lastMonth = Math.max(...rows.map((row) => row.cohort + row.age), -Infinity);
    const thisMonth = shop?.this_month ?? 0;
    const end = observation?.quiet ? lastMonth : Math.max(lastMonth, rows.length > 0 ? thisMonth : -Infinity);
    const firstMonth = Math.min(...rows.map((row) => row.cohort));
    const all: Cohort[] = [];
    for (let month = Math.max(firstMonth, end - count + 1); month <= end; month++) {
      const own = rows.filter((row) => row.cohort === month);
      const customers = own.find((row) => row.age === 0)?.active ?? 0;
      if (customers === 0) continue;
      const cutOff = month === firstMonth && (observation?.beginsInTheMiddle ?? false);
      all.push({ month: monthText(month), customers, cutOff, cells: cellsOf(own, customers, end - month, month, thisMonth) });
    }
    return { currency: shop?.currency ?? "", cohorts: all, curve: curveOf(all) };
  });
}

interface Row {
  /** months since the year 0 */
  cohort: number;
  age: number;
  active: number;
  orders: number;
  gross: number;
  net: number;
  profit: number;
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

function monthText(month: number): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
}

function cellsOf(rows: readonly Row[], customers: number, lastAge: number, cohort: number, thisMonth: number): CohortCell[] {
  const byAge = new Map(rows.map((row) => [row.age, row]));
  const cells: CohortCell[] = [];
  let soFar = NOTHING;
  for (let age = 0; age <= lastAge; age++) {
    const row = byAge.get(age);
    const value: Amounts = row ? { profit: row.profit, net: row.net, gross: row.gross } : NOTHING;
    const active = row?.active ?? 0;
    soFar = sumAmounts([soFar, value]);
    cells.push({
      age,
      complete: cohort + age < thisMonth,
      active,
      retention: active / customers,
      orders: row?.orders ?? 0,
      value,
      cumulativePerCustomer: perOne(soFar, customers) ?? NOTHING,
      perActive: perOne(value, active),
    });
  }
  return cells;
}

/** Each month adds what it brought a customer, over the cohorts that have been through it. */
function curveOf(all: readonly Cohort[]): CohortCurvePoint[] {
  const curve: CohortCurvePoint[] = [];
  let soFar = NOTHING;
  for (let age = 0; ; age++) {
    const through = all.filter((cohort) => cohort.cells[age]?.complete && !cohort.cutOff);
    if (through.length === 0) return curve;
    const customers = through.reduce((sum, cohort) => sum + cohort.customers, 0);
    const active = through.reduce((sum, cohort) => sum + (cohort.cells[age]?.active ?? 0), 0);
    const value = sumAmounts(through.map((cohort) => cohort.cells[age]?.value ?? NOTHING));
    soFar = sumAmounts([soFar, perOne(value, customers) ?? NOTHING]);
    curve.push({ age, customers, retention: active / customers, cumulativePerCustomer: soFar, perActive: perOne(value, active) });
  }
}
