import type { MonthlyRevenue } from "../value/monthly-revenue.ts";

/** The months from the first to the last, those without an order filled in with zeros; oldest first. */
export function everyMonth(rows: readonly MonthlyRevenue[]): MonthlyRevenue[] {
  const known = new Map(rows.map((row) => [row.month, row]));
  const last = rows.at(-1)?.month ?? "";
  const months: MonthlyRevenue[] = [];
  for (let month = rows[0]?.month; month !== undefined && month <= last; month = nextMonth(month)) {
    months.push(known.get(month) ?? { month, orders: 0, newRevenue: 0, returningRevenue: 0, guestRevenue: 0 });
  }
  return months;
}

function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return number === 12 ? `${String(year + 1).padStart(4, "0")}-01` : `${month.slice(0, 5)}${String(number + 1).padStart(2, "0")}`;
}
