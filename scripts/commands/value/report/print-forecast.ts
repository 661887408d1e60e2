import { modelLifespan } from "../../../../app/value/model-lifespan.ts";
import type { StoreForecast } from "../../../../app/value/models/forecast-store.ts";
import type { Spend } from "../../../../app/value/models/group-spend.ts";
import { spendCorrelation } from "../../../../app/value/models/spend-correlation.ts";
import type { Estimate } from "../../../../app/value/models/store-totals.ts";
import { percent, type ReportPage, section, sumOf, whole } from "./report-page.ts";

interface ForecastInput {
  readonly forecast: StoreForecast;
  readonly spend: Spend;
  readonly horizonDays: number;
  /** a year */
  readonly discountRate: number;
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

const DECIDED = {
  out_of_time: "how well it foretold the last quarters",
  tie: "likelihood, penalised for its doubt, among those that foretold the last quarters equally well",
  evidence: "likelihood, penalised for its doubt, as there is no past quarter to choose by",
} as const;

/** What today's customers are expected to bring, and by which model. */
export function printForecast(page: ReportPage, { forecast, spend, horizonDays, discountRate }: ForecastInput): void {
  const { choice, evidence, totals, customers, data } = forecast;
  const { print, money } = page;
  section(
    page,
    `The next ${horizonDays} days of today's customers${evidence.label === "early" ? " (early estimate)" : ""}`,
    "What the customers in the file are expected to bring from here on; customers not won yet are not in it.",
  );
  const range = ({ low, high }: Estimate, show: (value: number) => string) => `4 chances of 5: ${show(low)} to ${show(high)}`;
  print(`Orders                   ${whole(totals.orders.mean).padStart(14)}   ${range(totals.orders, whole)}`);
  print(
    `Worth today              ${money(totals.clv.mean).padStart(14)}   ${range(totals.clv, money)}; discounted by ${percent(discountRate)} a year`,
  );
  print(`Per customer (CLV)       ${money(totals.clv.mean / data.customers).padStart(14)}`);
  print(
    `Will order again         ${whole(sumOf(customers.pAtLeastOne)).padStart(14)}   of ${whole(data.customers)}, sum of each one's chance of an order in these days`,
  );
  const { churnAYear, years } = modelLifespan(choice.fit.model);
  print(
    years === null
      ? "Lifespan from churn                   -   by these orders hardly anyone leaves, so no end can be told"
      : `Lifespan from churn      ${`${years.toFixed(1)} years`.padStart(14)}   1 / the ${percent(churnAYear)} of new customers who leave within a year, by the model`,
  );
  print("");
  print(`Model: ${MODEL_WORDS[choice.fit.model.name]}.`);
  const scores = choice.candidates.map(
    ({ name, score, outOfTime }) => `${name} ${score.toFixed(1)}${outOfTime === null ? "" : ` (score ${outOfTime.toFixed(4)})`}`,
  );
  print(`Chosen by ${DECIDED[choice.decidedBy]}: ${scores.join(", ")}.`);
  const correlation = spendCorrelation(spend);
  if (correlation !== null)
    print(`Orders and order value correlate by ${correlation.toFixed(2)}; the model takes them as independent (0).`);
  for (const warning of evidence.warnings) print(`Note: ${WARNINGS[warning]}`);
}
