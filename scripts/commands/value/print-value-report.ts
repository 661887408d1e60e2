import { minorDigits } from "../../../app/money/money.ts";
import { forecastStore } from "../../../app/value/models/forecast-store.ts";
import { summariseLog } from "../../../app/value/models/order-log.ts";
import { rollingBacktest } from "../../../app/value/models/rolling-backtest.ts";
import { seededRandom } from "../../../app/value/models/seeded-random.ts";
import { readOrdersExport } from "./read-orders-export.ts";
import { customersOfLog } from "./report/customers-of-log.ts";
import { printBacktest } from "./report/print-backtest.ts";
import { printCohorts } from "./report/print-cohorts.ts";
import { printCustomers } from "./report/print-customers.ts";
import { printDistribution } from "./report/print-distribution.ts";
import { printForecast } from "./report/print-forecast.ts";
import { printGroups } from "./report/print-groups.ts";
import { printLevers } from "./report/print-levers.ts";
import { printStore } from "./report/print-store.ts";
import { printWhatIf } from "./report/print-what-if.ts";

interface ReportOptions {
  readonly file: string;
  readonly horizonDays: number;
  readonly discountRate: number;
  readonly complete: boolean;
  readonly print: (text: string) => void;
}

/** Prints the value report of an orders export. Costs are not in the file, so all of it is revenue after refunds. */
export async function printValueReport({ file, horizonDays, discountRate, complete, print }: ReportOptions): Promise<void> {
  const orders = await readOrdersExport(file);
  const { log } = orders;
  const format = new Intl.NumberFormat("en", { style: "currency", currency: orders.currency });
  const page = { print, money: (value: number) => format.format(value) };
  const all = customersOfLog(log, orders.customers.length);
  const first = all.firstDay.reduce((day, other) => Math.min(day, other));
  const last = all.lastDay.reduce((day, other) => Math.max(day, other));
  const beginsInTheMiddle = !complete;
  // Every customer of the log has an order up to its last day: customer k of the log is entry k.
  const { histories, spend } = summariseLog(log, last);
  const backtest = rollingBacktest(log, { beginsInTheMiddle });
  const forecast = forecastStore({
    histories,
    spend,
    horizonDays,
    discountRate,
    beginsInTheMiddle,
    fitOn: backtest.fitOn,
    outOfTime: backtest.outOfTime ?? undefined,
    ...(backtest.pastError === null ? {} : { pastError: backtest.pastError }),
    random: seededRandom(1),
  });
  const { clv } = forecast.customers;
  printStore(page, { orders, all, first, last });
  printLevers(page, { log, first, last, minor: 10 ** minorDigits(orders.currency) });
  printForecast(page, { forecast, spend, horizonDays, discountRate });
  printDistribution(page, clv, horizonDays);
  printBacktest(page, backtest);
  printGroups(page, { all, last, clv, horizonDays });
  printCohorts(page, { log, all, last, beginsInTheMiddle });
  printWhatIf(page, { log, all, last });
  printCustomers(page, orders.customers, forecast);
}
