import { averageOrderValue } from "../../../app/value/aov.ts";
import { averagePurchaseFrequency } from "../../../app/value/apf.ts";
import { customerLifetimeValue, type YearOfOrders } from "../../../app/value/clv.ts";
import { customerValueOf } from "../../../app/value/customer-value.ts";
import { meanLifespanDays } from "../../../app/value/lifespan.ts";
import { forecastStore, type StoreForecast } from "../../../app/value/models/forecast-store.ts";
import type { Spend } from "../../../app/value/models/group-spend.ts";
import { summariseLog } from "../../../app/value/models/order-log.ts";
import { type OriginBacktest, type RollingBacktest, rollingBacktest } from "../../../app/value/models/rolling-backtest.ts";
import { seededRandom } from "../../../app/value/models/seeded-random.ts";
import { spendCorrelation } from "../../../app/value/models/spend-correlation.ts";
import type { Estimate } from "../../../app/value/models/store-totals.ts";
import { type OrdersExport, readOrdersExport } from "./read-orders-export.ts";

interface ReportOptions {
  readonly file: string;
  readonly horizonDays: number;
  readonly discountRate: number;
  readonly complete: boolean;
  readonly print: (text: string) => void;
}

const WARNINGS = {
  early_estimate:
    "Early estimate: fewer than 30 customers came back, or less than 90 days of orders. Most of the forecast is experience from other stores.",
  short_history:
    "The file begins in the middle of the store's life and covers less than 15 months: old customers look new and hardly anyone seems to leave, so a whole year ahead is less sure than a quarter. Use --complete if the file has every order since the store opened.",
  nobody_leaves: "By the fit hardly any customer ever leaves. A short file pretends this; trust the near future more than the far.",
  long_horizon: "The horizon is more than twice the history.",
} as const;

const MODEL_WORDS = {
  bg: "BG/NBD: customers order at their own pace and may stop after any repeat order",
  mbg: "MBG/NBD: customers order at their own pace and may stop after any order, the first included",
  pareto: "Pareto/NBD: customers order at their own pace and may stop at any time",
} as const;

/** Prints the value report of an orders export. */
export async function printValueReport({ file, horizonDays, discountRate, complete, print }: ReportOptions): Promise<void> {
  const orders = await readOrdersExport(file);
  const format = new Intl.NumberFormat("en", { style: "currency", currency: orders.currency });
  const money = (value: number) => format.format(value);
  const last = lastDay(orders);
  const { customers, histories, spend } = summariseLog(orders.log, last);
  const backtest = rollingBacktest(orders.log, { beginsInTheMiddle: !complete });
  const forecast = forecastStore({
    histories,
    spend,
    horizonDays,
    discountRate,
    beginsInTheMiddle: !complete,
    fitOn: backtest.fitOn,
    outOfTime: backtest.outOfTime ?? undefined,
    ...(backtest.pastError === null ? {} : { pastError: backtest.pastError }),
    random: seededRandom(1),
  });
  printStore(orders, histories.frequency, Array.from(histories.recency), last, money, print);
  printForecast(forecast, spend, horizonDays, discountRate, money, print);
  printBacktest(backtest, money, print);
  printCustomers(orders, customers, forecast, money, print);
}

function printStore(
  orders: OrdersExport,
  frequency: ArrayLike<number>,
  recency: readonly number[],
  last: number,
  money: (value: number) => string,
  print: (text: string) => void,
): void {
  const { log } = orders;
  let first = last;
  for (let i = 0; i < log.day.length; i++) first = Math.min(first, log.day[i] as number);
  const days = last - first + 1;
  let revenue = 0;
  for (let i = 0; i < log.amount.length; i++) revenue += log.amount[i] as number;
  const identified = log.customer.length;
  const count = orders.customers.length;
  let repeat = 0;
  for (let i = 0; i < frequency.length; i++) if ((frequency[i] as number) > 0) repeat++;
  heading("The store", print);
  print(
    `${orders.orders} orders from ${date(first)} to ${date(last)} (${days} days), ${money(orders.grossRevenue)} before and ${money(orders.grossRevenue - orders.refunds)} after refunds.`,
  );
  print(`${count} customers with an e-mail address; ${repeat} of them (${percent(repeat / count)}) came back on another day.`);
  print(
    `Left out: ${orders.guestOrders} orders of guests, ${orders.cancelledOrders} cancelled, ${orders.emptyOrders} worth nothing after refunds, ${orders.setAside} unreadable.`,
  );
  for (const fault of orders.faults) print(`  unreadable: ${fault}`);
  print("");
  const aov = averageOrderValue(revenue, identified);
  const apf = averagePurchaseFrequency(identified, count);
  print(`Average order value      ${money(aov).padStart(14)}   ${money(revenue)} / ${identified} orders (net of refunds)`);
  print(`Orders per customer      ${apf.toFixed(2).padStart(14)}   ${identified} / ${count} customers`);
  print(`Value per customer       ${money(customerValueOf(aov, apf)).padStart(14)}   in ${days} days`);
  const year = lastYear(orders, last, days);
  const lifespan = meanLifespanDays(
    recency.reduce((sum, span) => sum + span, 0),
    count,
  );
  const clv = customerLifetimeValue(year, lifespan);
  print(`Lifespan                 ${`${lifespan.toFixed(0)} days`.padStart(14)}   mean time from first to last order; 0 for one order`);
  print(
    clv === null
      ? "CLV in five steps                     -   the file covers less than 90 days"
      : `CLV in five steps        ${money(clv).padStart(14)}   order value x orders a year (last ${year.days} days) x lifespan: a lower bound`,
  );
}

function printForecast(
  forecast: StoreForecast,
  spend: Spend,
  horizonDays: number,
  discountRate: number,
  money: (value: number) => string,
  print: (text: string) => void,
): void {
  const { choice, evidence, totals, customers, data } = forecast;
  heading(`The next ${horizonDays} days of today's customers${evidence.label === "early" ? " (early estimate)" : ""}`, print);
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  const range = ({ low, high }: Estimate, show: (value: number) => string) => `4 chances of 5: ${show(low)} to ${show(high)}`;
  const whole = (value: number) => Math.round(value).toLocaleString("en");
  print(`Orders                   ${whole(totals.orders.mean).padStart(14)}   ${range(totals.orders, whole)}`);
  print(
    `Worth today              ${money(totals.clv.mean).padStart(14)}   ${range(totals.clv, money)}; discounted by ${percent(discountRate)} a year`,
  );
  print(`Per customer (CLV)       ${money(totals.clv.mean / data.customers).padStart(14)}`);
  print(
    `Still customers          ${whole(sum(customers.pAlive)).padStart(14)}   of ${whole(data.customers)}, sum of each one's probability`,
  );
  print(`Will order again         ${whole(sum(customers.pAtLeastOne)).padStart(14)}`);
  const ranked = Float64Array.from(customers.clv).sort().reverse();
  const tenth = Math.max(1, Math.round(ranked.length / 10));
  if (totals.clv.mean > 0)
    print(`The best tenth holds     ${percent(sum(ranked.subarray(0, tenth)) / totals.clv.mean).padStart(14)}   of that worth`);
  print("");
  print(`Model: ${MODEL_WORDS[choice.fit.model.name]}.`);
  print(
    `Chosen by ${choice.decidedBy === "out_of_time" ? "how well it foretold the last quarters" : "likelihood, penalised for its doubt"}: ${choice.candidates.map(({ name, score, outOfTime }) => `${name} ${score.toFixed(1)}${outOfTime === null ? "" : ` (score ${outOfTime.toFixed(4)})`}`).join(", ")}.`,
  );
  const correlation = spendCorrelation(spend);
  if (correlation !== null)
    print(`Orders and order value correlate by ${correlation.toFixed(2)}; the model takes them as independent (0).`);
  for (const warning of evidence.warnings) print(`Note: ${WARNINGS[warning]}`);
}

function printBacktest({ origins }: RollingBacktest, money: (value: number) => string, print: (text: string) => void): void {
  heading("What the forecast would have said before", print);
  const latest = origins.at(-1);
  if (!latest) {
    print("The file is too short to look back: it takes 90 days of orders and a quarter after them.");
    return;
  }
  print(
    `Last quarter we predicted ${Math.round(latest.predictedOrders)} orders worth ${money(latest.predictedSpend)} from the customers of then; it was ${latest.actualOrders} worth ${money(latest.actualSpend)}.`,
  );
  print("");
  print("quarter from   customers  predicted  actual    bias   RMSE: model  own rate  five steps   no one   in 80 % interval");
  for (const origin of origins) print(originLine(origin));
  print("");
  print("Groups by forecast, the last quarter: share forecast to order, and share that did");
  for (const bin of latest.reliability)
    print(`  ${String(bin.customers).padStart(6)} customers  ${percent(bin.forecast).padStart(7)}  ${percent(bin.bought).padStart(7)}`);
  const score = latest.scores.auto;
  if (score.top10Spend !== null)
    print(`The tenth named beforehand as best spent ${percent(score.top10Spend)} of the quarter's revenue from these customers.`);
}

function originLine({ origin, customers, predictedOrders, actualOrders, scores }: OriginBacktest): string {
  const bias = scores.auto.ordersBias;
  return [
    date(origin + 1).padEnd(12),
    String(customers).padStart(12),
    String(Math.round(predictedOrders)).padStart(11),
    String(actualOrders).padStart(8),
    (bias === null ? "-" : `${bias >= 0 ? "+" : ""}${percent(bias)}`).padStart(8),
    scores.auto.ordersRmse.toFixed(3).padStart(14),
    scores.ownRate.ordersRmse.toFixed(3).padStart(10),
    scores.fiveStep.ordersRmse.toFixed(3).padStart(12),
    scores.zero.ordersRmse.toFixed(3).padStart(9),
    percent(scores.auto.coverage80 ?? 0).padStart(19),
  ].join("");
}

function printCustomers(
  orders: OrdersExport,
  places: Int32Array,
  forecast: StoreForecast,
  money: (value: number) => string,
  print: (text: string) => void,
): void {
  const { customers, intervals } = forecast;
  heading("Customers worth most from here on", print);
  print(
    `${"customer".padEnd(34)}${"CLV".padStart(14)}${"4 chances of 5".padStart(30)}${"orders".padStart(9)}${"still customer".padStart(16)}`,
  );
  const best = Array.from(customers.clv, (_, i) => i)
    .sort((a, b) => (customers.clv[b] as number) - (customers.clv[a] as number))
    .slice(0, 10);
  for (const i of best) {
    const name = orders.customers[places[i] as number] as string;
    const range = `${money(intervals.lowClv[i] as number)} to ${money(intervals.highClv[i] as number)}`;
    print(
      `${(name.length > 32 ? `${name.slice(0, 31)}…` : name).padEnd(34)}${money(customers.clv[i] as number).padStart(14)}${range.padStart(30)}${(customers.expectedOrders[i] as number).toFixed(1).padStart(9)}${percent(customers.pAlive[i] as number).padStart(16)}`,
    );
  }
}

function heading(text: string, print: (text: string) => void): void {
  print("");
  print(text);
  print("-".repeat(text.length));
}

function lastYear({ log }: OrdersExport, last: number, days: number): YearOfOrders {
  const length = Math.min(days, 365);
  const customers = new Set<number>();
  let revenue = 0;
  let orders = 0;
  for (let i = 0; i < log.day.length; i++) {
    if ((log.day[i] as number) <= last - length) continue;
    customers.add(log.customer[i] as number);
    revenue += log.amount[i] as number;
    orders++;
  }
  return { revenue, orders, customers: customers.size, days: length };
}

function lastDay({ log }: OrdersExport): number {
  let last = -Infinity;
  for (let i = 0; i < log.day.length; i++) last = Math.max(last, log.day[i] as number);
  return last;
}

function date(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
