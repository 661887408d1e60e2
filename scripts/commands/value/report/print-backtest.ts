import type { OriginBacktest, RollingBacktest } from "../../../../app/value/models/rolling-backtest.ts";
import { dateText, percent, type ReportPage, section } from "./report-page.ts";

/** What the forecast would have said at the ends of past quarters, beside what came. */
export function printBacktest(page: ReportPage, { origins }: RollingBacktest): void {
  const { print, money } = page;
  section(
    page,
    "What the forecast would have said before",
    "Made from what was known at the ends of past quarters, beside what came in the quarter after.",
  );
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
    dateText(origin + 1).padEnd(12),
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
