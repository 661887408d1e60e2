import type { Amounts } from "./amounts.ts";
import type { Cohort, CohortCell, CohortCurvePoint } from "./cohort-table.ts";
import { perOne, sumAmounts } from "./in-every-base.ts";

const NOTHING: Amounts = { profit: 0, net: 0, gross: 0 };
/** So many months from one with orders to the next, and the shop was closed to its customers, not they to it. */
const PAUSE = 13;

/** What the customers of one month did so many months later. */
export interface CohortRow {
  /** months since the year 0 */
  readonly cohort: number;
  readonly age: number;
  readonly active: number;
  readonly orders: number;
  readonly gross: number;
  readonly net: number;
  readonly profit: number;
}

interface Ages {
  /** the last month shown */
  readonly end: number;
  /** the first month that is not whole: still running, or the one in which the shop stopped selling */
  readonly broken: number;
}

/** One cohort, its months from the first up to `end`, with and without an order. */
export function cohortOf(rows: readonly CohortRow[], month: number, cutOff: boolean, { end, broken }: Ages): Cohort {
  const byAge = new Map(rows.map((row) => [row.age, row]));
  const customers = byAge.get(0)?.active ?? 0;
  const cells: CohortCell[] = [];
  let soFar = NOTHING;
  for (let age = 0; age <= end - month; age++) {
    const row = byAge.get(age);
    const value: Amounts = row ? { profit: row.profit, net: row.net, gross: row.gross } : NOTHING;
    const active = row?.active ?? 0;
    soFar = sumAmounts([soFar, value]);
    cells.push({
      age,
      complete: month + age < broken,
      active,
      retention: active / customers,
      orders: row?.orders ?? 0,
      value,
      cumulativePerCustomer: perOne(soFar, customers) ?? NOTHING,
      perActive: perOne(value, active),
    });
  }
  return { month: monthText(month), customers, cutOff, cells };
}

/** Each month adds what it brought a customer, over the cohorts that have been through it. */
export function together(cohorts: readonly Cohort[], ages: number, paused: ReadonlySet<number>): CohortCurvePoint[] {
  const points: CohortCurvePoint[] = [];
  let soFar = NOTHING;
  for (let age = 0; age < ages; age++) {
    const through = cohorts.filter(({ cells, month }) => cells[age]?.complete && !paused.has(monthOfText(month) + age));
    if (through.length === 0) break;
    const customers = through.reduce((sum, cohort) => sum + cohort.customers, 0);
    const active = through.reduce((sum, cohort) => sum + (cohort.cells[age]?.active ?? 0), 0);
    const value = sumAmounts(through.map((cohort) => cohort.cells[age]?.value ?? NOTHING));
    soFar = sumAmounts([soFar, perOne(value, customers) ?? NOTHING]);
    points.push({ age, customers, retention: active / customers, cumulativePerCustomer: soFar, perActive: perOne(value, active) });
  }
  return points;
}

/** The months of pauses of more than a year, each from the month that broke off to the last without an order. */
export function pausedMonths(rows: readonly CohortRow[]): Set<number> {
  const months = [...new Set(rows.map(({ cohort, age }) => cohort + age))].sort((a, b) => a - b);
  const paused = new Set<number>();
  for (const [at, month] of months.entries()) {
    const before = months[at - 1] ?? month;
    if (month - before >= PAUSE) for (let silent = before; silent < month; silent++) paused.add(silent);
  }
  return paused;
}

/** "2026-03" of months since the year 0. */
export function monthText(month: number): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
}

function monthOfText(text: string): number {
  return Number(text.slice(0, -3)) * 12 + Number(text.slice(-2)) - 1;
}
