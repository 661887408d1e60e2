import type { MonthlyRevenue } from "../value/monthly-revenue.ts";

/** A month, or with `until` a long stretch of months without an order. */
export type ChartMonth = MonthlyRevenue & { readonly until?: string };

/** As many empty months as are shown one by one. */
const MOST_EMPTY = 12;

/** The months from the first to the last, oldest first: those without an order filled in with zeros, more than a year of them as one. */
export function everyMonth(rows: readonly MonthlyRevenue[]): ChartMonth[] {
  return rows.flatMap((row, index) => {
    const before = rows[index - 1];
    return before ? [...emptyBetween(before.month, row.month), row] : [row];
  });
}

function emptyBetween(first: string, last: string): ChartMonth[] {
  const months: ChartMonth[] = [];
  for (let month = nextMonth(first); month < last; month = nextMonth(month)) {
    months.push({ month, orders: 0, newRevenue: 0, returningRevenue: 0, guestRevenue: 0 });
  }
  const [start] = months;
  const end = months.at(-1);
  return start && end && months.length > MOST_EMPTY ? [{ ...start, until: end.month }] : months;
}

function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return number === 12 ? `${String(year + 1).padStart(4, "0")}-01` : `${month.slice(0, 5)}${String(number + 1).padStart(2, "0")}`;
}
