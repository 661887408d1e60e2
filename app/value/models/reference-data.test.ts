import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { backtestHoldout } from "./backtest-holdout.ts";
import { bgNbdLikelihood } from "./bg-nbd-likelihood.ts";
import { collapseHistories } from "./collapse-histories.ts";
import { expectedOrders, expectedOrdersOfNewCustomer } from "./customer-orders.ts";
import { fitGammaGamma } from "./fit-gamma-gamma.ts";
import { fitOrderModel, paramList } from "./fit-order-model.ts";
import { expectedSpend } from "./gamma-gamma-params.ts";
import { summariseLog } from "./order-log.ts";
import type { OrderModel } from "./order-model.ts";
import { rollingBacktest } from "./rolling-backtest.ts";

const FOLDER = join(process.env.CRESCENDO_DATA ?? fileURLToPath(new URL("../../../../shared/data", import.meta.url)), "clv");
const absent = !existsSync(join(FOLDER, "cdnow_sample_cbs_weeks.csv"));
if (absent) console.warn(`Tests on published data are skipped: ${FOLDER} is not there (CRESCENDO_DATA).`);
const testWithData = test.skipIf(absent);

function table(name: string): number[][] {
  const bytes = readFileSync(join(FOLDER, name));
  const text = (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
  return text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(",").map(Number));
}

const column = (rows: number[][], at: number) => rows.map((row) => row[at] as number);

function cdnow() {
  const rows = table("cdnow_sample_cbs_weeks.csv");
  const histories = { frequency: column(rows, 1), recency: column(rows, 2), age: column(rows, 3) };
  return { rows, histories, data: collapseHistories(histories) };
}

function expectParams(model: OrderModel, published: readonly number[], relative: number): void {
  paramList(model).forEach((value, k) => {
    expect(Math.abs(value / (published[k] as number) - 1), `${value} is not ${published[k]}`).toBeLessThan(relative);
  });
}

testWithData("the CDNOW sample has the published counts", () => {
  const { data, histories } = cdnow();
  expect(data.customers).toBe(2357);
  expect(data.rows).toBe(1016);
  expect(histories.frequency.filter((x) => x === 0)).toHaveLength(1411);
  expect(histories.frequency.reduce((sum, x) => sum + x, 0)).toBe(2457);
});

testWithData("BG/NBD by maximum likelihood finds the published parameters and likelihood", () => {
  const { data } = cdnow();
  const fit = fitOrderModel("bg", data, { maximumLikelihood: true });
  expect(fit.converged).toBe(true);
  expectParams(fit.model, [0.243, 4.414, 0.793, 2.426], 2e-3);
  expectParams(fit.model, [0.2425945, 4.4136019, 0.7929199, 2.4258881], 1e-4);
  expectParams(fit.model, [0.2425929, 4.4135323, 0.792886, 2.4257524], 1e-6);
  expect(fit.logLikelihood).toBeCloseTo(-9582.4, 1);
  // CLVTools and BTYD use weeks that are not rounded to two decimals.
  expect(Math.abs(fit.logLikelihood - -9582.429)).toBeLessThan(0.004);
  expect(Math.abs(fit.logLikelihood - -9582.429207)).toBeLessThan(0.004);
  expect(Math.abs(fit.logLikelihood - -9582.425561)).toBeLessThan(1e-5);
});

testWithData("MBG/NBD by maximum likelihood finds the published parameters and likelihood", () => {
  const fit = fitOrderModel("mbg", cdnow().data, { maximumLikelihood: true });
  expectParams(fit.model, [0.525, 6.183, 0.891, 1.614], 1e-3);
  expectParams(fit.model, [0.5248377, 6.1829885, 0.8913563, 1.614], 2e-6);
  expect(Math.abs(fit.logLikelihood - -9582.132685)).toBeLessThan(1e-5);
});

testWithData("Pareto/NBD by maximum likelihood finds the published parameters, likelihood and standard errors", () => {
  const { data } = cdnow();
  const fit = fitOrderModel("pareto", data, { maximumLikelihood: true });
  expectParams(fit.model, [0.553, 10.578, 0.606, 11.669], 1e-3);
  expectParams(fit.model, [0.55315, 10.57633, 0.60625, 11.6715], 1e-3);
  expectParams(fit.model, [0.5533971433, 10.58019854, 0.6060624971, 11.65622367], 2e-3);
  expect(fit.logLikelihood).toBeCloseTo(-9594.98, 1);
  expect(Math.abs(fit.logLikelihood - -9594.976)).toBeLessThan(0.004);
  expect(Math.abs(fit.logLikelihood - -9594.976198)).toBeLessThan(0.004);
  const covariance = fit.doubt.covariance as Float64Array;
  paramList(fit.model).forEach((value, k) => {
    const published = [0.0476264, 0.8427222, 0.1872594, 6.2105448][k] as number;
    expect(Math.abs((value * Math.sqrt(covariance[5 * k] as number)) / published - 1)).toBeLessThan(0.01);
  });
});

testWithData("expected orders of all CDNOW customers sum to the peers' figures", () => {
  const { histories } = cdnow();
  const total = (model: OrderModel) =>
    histories.frequency.reduce(
      (sum, x, i) =>
        sum + expectedOrders(model, { frequency: x, recency: histories.recency[i] as number, age: histories.age[i] as number }, 39),
      0,
    );
  const bg: OrderModel = { name: "bg", params: { r: 0.2425929, alpha: 4.4135323, a: 0.792886, b: 2.4257524 } };
  const mbg: OrderModel = { name: "mbg", params: { r: 0.5248377, alpha: 6.1829885, a: 0.8913563, b: 1.614 } };
  expect(Math.abs(total(bg) - 1653.4233)).toBeLessThan(0.01);
  expect(Math.abs(total(mbg) - 1576.7357)).toBeLessThan(0.01);
});

testWithData("expected cumulative repeat orders follow the published curve", () => {
  // The published curve uses weeks that are not rounded to two decimals.
  const ages = cdnow().histories.age.map((age) => Math.round(7 * age) / 7);
  const longest = Math.max(...ages);
  const cumulative = (model: OrderModel, week: number) =>
    ages.reduce((sum, age) => sum + expectedOrdersOfNewCustomer(model, Math.max(0, week - (longest - age))), 0);
  const bg: OrderModel = { name: "bg", params: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } };
  const pareto: OrderModel = { name: "pareto", params: { r: 0.5533971433, alpha: 10.58019854, s: 0.6060624971, beta: 11.65622367 } };
  const near = (actual: number, published: number) =>
    expect(Math.abs(actual / published - 1), `${actual} is not ${published}`).toBeLessThan(1e-8);
  [440.1105888, 1314.425691, 1993.364428, 2505.143014].forEach((published, k) => {
    near(cumulative(bg, [10, 20, 30, 39][k] as number), published);
  });
  [431.0334521, 1308.70655, 2003.958376, 2532.266767, 3190.451119, 3763.030889, 4274.436955].forEach((published, k) => {
    near(cumulative(pareto, [10, 20, 30, 39, 52, 65, 78][k] as number), published);
  });
});

testWithData("Gamma-Gamma on repeat orders finds the published parameters, likelihood and spend", () => {
  const { rows } = cdnow();
  const fit = fitGammaGamma({ orders: column(rows, 1), mean: column(rows, 4) }, { maximumLikelihood: true });
  if (!fit) throw new Error("No fit.");
  const { p, q, v } = fit.params;
  for (const [value, published, relative] of [
    [p, 6.25, 1e-3],
    [q, 3.74, 2e-3],
    [v, 15.44, 1e-3],
    [p, 6.2488025, 1e-6],
    [q, 3.7445885, 1e-6],
    [v, 15.4477481, 1e-6],
    [p, 6.249349179, 5e-4],
    [q, 3.744256334, 5e-4],
    [v, 15.44430669, 5e-4],
  ] as const) {
    expect(Math.abs(value / published - 1), `${value} is not ${published}`).toBeLessThan(relative);
  }
  expect(Math.abs(fit.logLikelihood - -4055.923243)).toBeLessThan(1e-5);
  // CLVTools reads amounts that are not rounded to cents per mean.
  expect(Math.abs(fit.logLikelihood - -4055.9177)).toBeLessThan(0.006);
  [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17].forEach((published, i) => {
    const row = rows[i] as number[];
    expect(Math.abs(expectedSpend({ p: 6.25, q: 3.74, v: 15.44 }, row[1] as number, row[4] as number) / published - 1)).toBeLessThan(0.003);
  });
});

testWithData("collapsing does not change the likelihood", () => {
  const { histories, data } = cdnow();
  const single = {
    ...data,
    rows: data.customers,
    frequencyAt: data.rowOf.map((row) => data.frequencyAt[row] as number),
    recencyAt: data.rowOf.map((row) => data.recencyAt[row] as number),
    ageAt: data.rowOf.map((row) => data.ageAt[row] as number),
    weight: new Float64Array(histories.frequency.length).fill(1),
  };
  const params = [0.3, 5, 0.7, 2.1];
  const whole = new Float64Array(4);
  const parts = new Float64Array(4);
  expect(bgNbdLikelihood(data, 1)(params, whole)).toBeCloseTo(bgNbdLikelihood(single, 1)(params, parts), 6);
  whole.forEach((part, k) => {
    expect(part).toBeCloseTo(parts[k] as number, 5);
  });
});

testWithData("the transaction log sums up to the published table", () => {
  const lines = readFileSync(join(FOLDER, "CDNOW_sample.txt"), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  const day = (text: string) => Date.UTC(Number(text.slice(0, 4)), Number(text.slice(4, 6)) - 1, Number(text.slice(6, 8))) / 86_400_000;
  const log = {
    customer: lines.map((cells) => Number(cells[1]) - 1),
    day: lines.map((cells) => day(cells[2] as string)),
    amount: lines.map((cells) => Number(cells[4])),
  };
  const { histories } = summariseLog(log, day("19970930"));
  const published = cdnow().histories;
  expect(histories.frequency.length).toBe(2357);
  published.frequency.forEach((x, i) => {
    expect(histories.frequency[i]).toBe(x);
    expect(Math.abs((histories.recency[i] as number) / 7 - (published.recency[i] as number))).toBeLessThan(0.01);
    expect(Math.abs((histories.age[i] as number) / 7 - (published.age[i] as number))).toBeLessThan(0.01);
  });
  const { origins, outOfTime, pastError } = rollingBacktest(log);
  expect(origins).toHaveLength(3);
  expect(outOfTime).not.toBeNull();
  expect(pastError).toBeGreaterThan(0);
  for (const { scores, predictedOrders } of origins) {
    expect(predictedOrders).toBeGreaterThan(0);
    expect(scores.auto.crps).toBeLessThan(Math.min(scores.zero.crps, scores.ownRate.crps, scores.fiveStep.crps));
    expect(scores.auto.ordersRmse).toBeLessThan(Math.min(scores.zero.ordersRmse, scores.ownRate.ordersRmse, scores.fiveStep.ordersRmse));
  }
});

for (const { name, horizon, mae, rmse } of [
  { name: "cbs_cdnow_sample.csv.gz", horizon: 273, mae: 0.71, rmse: { bg: 1.608, mbg: 1.6072, pareto: 1.6028 } },
  { name: "cbs_or2_6m.csv.gz", horizon: 183, mae: 0.95, rmse: { bg: 1.7779, mbg: 1.7865, pareto: 1.7944 } },
]) {
  testWithData(`forecasts of ${name} are as good as the peers', and the median and the intervals better than any of them has`, () => {
    const rows = table(name);
    const { scores } = backtestHoldout({
      histories: { frequency: column(rows, 1), recency: column(rows, 2), age: column(rows, 3) },
      spend: {
        orders: rows.map((row) => (row[1] as number) + 1),
        mean: rows.map((row) => ((row[5] as number) + (row[1] as number) * (row[4] as number)) / ((row[1] as number) + 1)),
      },
      holdoutOrders: column(rows, 6),
      holdoutSpend: column(rows, 7),
      horizon,
    });
    for (const model of ["bg", "mbg", "pareto"] as const) {
      expect(scores[model].ordersRmse).toBeLessThan(rmse[model] + 5e-5);
      expect(scores[model].ordersMae).toBeLessThan(mae);
      expect(scores[model].coverage80).toBeGreaterThanOrEqual(0.8);
    }
    expect(scores.auto.ordersMae).toBeLessThan(scores.zero.ordersMae);
    expect(scores.zero.ordersBias).toBe(-1);
    expect(scores.fiveStep.aucBuy).toBeNull();
  });
}
