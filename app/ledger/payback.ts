import type { PaybackCohort } from "./payback-report.ts";

/** What customers won on one day did so many days later. Minor units. */
export interface PaybackRow {
  /** day of the first order, in the shop's time zone */
  readonly firstDay: string;
  readonly age: number;
  /** with an order on that day; all of them at age 0 */
  readonly customers: number;
  /** of all their orders of that day */
  readonly profit: number;
  readonly tripwire: number;
  readonly maximizer: number;
  /** rest of the first order */
  readonly core: number;
  /** rest of the later orders */
  readonly later: number;
}

const DAY_MS = 86_400_000;
/** Two years: a tripwire that takes longer is no longer told by the day. */
const MOST_DAYS = 730;

/**
 * Cumulated profit a customer by days since the first order. Each day adds what those brought who have been watched that long; the
 * curve ends where fewer than `watched` (0 to 1) of the customers have been. Null without customers.
 */
export function paybackCohort(rows: readonly PaybackRow[], today: string, watched: number): Omit<PaybackCohort, "month"> | null {
  const daysOf = (firstDay: string) => Math.round((Date.parse(today) - Date.parse(firstDay)) / DAY_MS);
  const sum = (of: (row: PaybackRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  const won = rows.filter(({ age }) => age === 0);
  const customers = won.reduce((total, row) => total + row.customers, 0);
  if (customers === 0) return null;
  const profits = new Map<number, PaybackRow[]>();
  for (const row of rows) profits.set(row.age, [...(profits.get(row.age) ?? []), row]);
  const curve: number[] = [];
  for (let day = 0; day <= MOST_DAYS; day++) {
    const seen = won.reduce((total, row) => total + (daysOf(row.firstDay) >= day ? row.customers : 0), 0);
    if (seen === 0 || seen < watched * customers) break;
    const profit = (profits.get(day) ?? []).reduce((total, row) => total + row.profit, 0);
    curve.push((curve.at(-1) ?? 0) + profit / seen);
  }
  const crossing = curve.findIndex((profit) => profit >= 0);
  return {
    customers,
    tripwire: sum(({ tripwire }) => tripwire),
    maximizer: sum(({ maximizer }) => maximizer),
    core: sum(({ core }) => core),
    later: sum(({ later }) => later),
    curve,
    paidBackOn: crossing === -1 ? null : crossing,
  };
}
