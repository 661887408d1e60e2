import type { StoreForecast } from "../../../../app/value/models/forecast-store.ts";
import { percent, type ReportPage, section } from "./report-page.ts";

const SHOWN = 10;

/** The customers worth most from here on, by name. */
export function printCustomers(page: ReportPage, names: readonly string[], { customers, intervals }: StoreForecast): void {
  const { print, money } = page;
  section(page, "Customers worth most from here on", "The last column is the chance of an order in these days.");
  print(
    `${"customer".padEnd(34)}${"CLV".padStart(14)}${"4 chances of 5".padStart(30)}${"orders".padStart(9)}${"orders again".padStart(14)}`,
  );
  const best = Array.from(customers.clv, (_, i) => i)
    .sort((a, b) => (customers.clv[b] as number) - (customers.clv[a] as number))
    .slice(0, SHOWN);
  for (const i of best) {
    const name = names[i] as string;
    const range = `${money(intervals.lowClv[i] as number)} to ${money(intervals.highClv[i] as number)}`;
    print(
      `${(name.length > 32 ? `${name.slice(0, 31)}…` : name).padEnd(34)}${money(customers.clv[i] as number).padStart(14)}${range.padStart(30)}${(customers.expectedOrders[i] as number).toFixed(1).padStart(9)}${percent(customers.pAtLeastOne[i] as number).padStart(14)}`,
    );
  }
}
