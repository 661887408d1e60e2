import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { Command, InvalidArgumentError, Option } from "commander";
import { csvCell } from "../../app/value/csv-cell.ts";
import { backtestHoldout } from "../../app/value/models/backtest-holdout.ts";
import { chooseOrderModel } from "../../app/value/models/choose-order-model.ts";
import { collapseHistories } from "../../app/value/models/collapse-histories.ts";
import { expectedOrders, pAlive, pAtLeastOne } from "../../app/value/models/customer-orders.ts";
import { DEFAULT_DISCOUNT_RATE } from "../../app/value/models/discount-steps.ts";
import { fitGammaGamma } from "../../app/value/models/fit-gamma-gamma.ts";
import { fitOrderModel } from "../../app/value/models/fit-order-model.ts";
import { forecastStore } from "../../app/value/models/forecast-store.ts";
import { historyProblem } from "../../app/value/models/histories.ts";
import type { OrderModel, OrderModelName } from "../../app/value/models/order-model.ts";
import { seededRandom } from "../../app/value/models/seeded-random.ts";
import { print } from "./print.ts";
import { UsageError } from "./usage-error.ts";
import { cbsSpend } from "./value/cbs-spend.ts";
import { measureEngine } from "./value/measure-engine.ts";
import { printValueReport } from "./value/print-value-report.ts";
import { readCbs } from "./value/read-cbs.ts";

const UNIT_DAYS = { day: 1, week: 7 } as const;
type Unit = keyof typeof UNIT_DAYS;
// Intervals of a customer cost draws; a large file gets by with fewer.
const DRAWS = 400;
const DRAWS_OF_LARGE_FILE = 100;
const LARGE_FILE = 50_000;

/** `crescendo value ...`: the value models for anyone with a transaction log, without an account. */
export function valueCommand(): Command {
  return new Command("value")
    .description("What customers are worth, from a file: fit, expect, predict, backtest, bench, report.")
    .addCommand(fitCommand())
    .addCommand(expectCommand())
    .addCommand(predictCommand())
    .addCommand(backtestCommand())
    .addCommand(benchCommand())
    .addCommand(reportCommand());
}

function fitCommand(): Command {
  return withCbs(new Command("fit"))
    .description(
      "Fits an order model and Gamma-Gamma. Weak priors unless --mle; --mle with a named model is the plain published likelihood.",
    )
    .addOption(
      new Option("--model <name>", "bg, mbg, pareto, or auto: the one of the highest evidence")
        .choices(["bg", "mbg", "pareto", "auto"])
        .default("auto"),
    )
    .option("--mle", "plain maximum likelihood", false)
    .option("--repeat-only", "fit spend on repeat orders alone, as published, even if the file has first orders", false)
    .option("--json", "print JSON", false)
    .action(
      async (options: { cbs: string; unit: Unit; model: OrderModelName | "auto"; mle: boolean; repeatOnly: boolean; json: boolean }) => {
        const file = await readCbs(options.cbs);
        const data = collapseHistories(file);
        const maximumLikelihood = options.mle;
        const how = { maximumLikelihood, unitDays: UNIT_DAYS[options.unit] };
        const fit = options.model === "auto" ? chooseOrderModel(data, how).fit : fitOrderModel(options.model, data, how);
        const spend = cbsSpend(file, options.repeatOnly);
        const spendFit = spend ? fitGammaGamma(spend, { maximumLikelihood }) : null;
        const result = {
          model: fit.model.name,
          params: fit.model.params,
          logLikelihood: fit.logLikelihood,
          converged: fit.converged,
          gammaGamma: spendFit ? { ...spendFit.params, logLikelihood: spendFit.logLikelihood } : null,
          customers: data.customers,
          distinctRows: data.rows,
        };
        if (options.json) return printJson(result);
        print(
          `Model ${result.model}: ${describe(result.params)}; ln likelihood ${result.logLikelihood.toFixed(4)}${result.converged ? "" : " (not converged)"}`,
        );
        print(
          result.gammaGamma
            ? `Gamma-Gamma: ${describe(result.gammaGamma)}${spendFit?.converged ? "" : " (not converged)"}`
            : "Gamma-Gamma: the file has no spend.",
        );
        print(`${result.customers} customers in ${result.distinctRows} distinct rows.`);
      },
    );
}

function expectCommand(): Command {
  return new Command("expect")
    .description("One customer's forecast, given the history. Any time unit, the same for all.")
    .requiredOption("--params <list>", "r,alpha,a,b (bg, mbg) or r,alpha,s,beta (pareto)", readParams)
    .addOption(new Option("--model <name>", "the model of the parameters").choices(["bg", "mbg", "pareto"]).makeOptionMandatory())
    .requiredOption("--x <number>", "repeat orders", readNumber)
    .requiredOption("--tx <number>", "time from the first to the last order", readNumber)
    .requiredOption("--T <number>", "time since the first order", readNumber)
    .requiredOption("--t <number>", "time ahead", readNumber)
    .option("--json", "print JSON", false)
    .action((options: { params: number[]; model: OrderModelName; x: number; tx: number; T: number; t: number; json: boolean }) => {
      const problem = historyProblem(options.x, options.tx, options.T);
      if (problem)
        throw new UsageError(
          `--${{ frequency: "x", recency: "tx", age: "T", spend: "x", orders: "x" }[problem.column]}: ${problem.problem}`,
        );
      if (!(options.t >= 0)) throw new UsageError(`--t: ${options.t} is not a length of time, 0 or more.`);
      const model = modelOf(options.model, options.params);
      const history = { frequency: options.x, recency: options.tx, age: options.T };
      const result = {
        expectedOrders: expectedOrders(model, history, options.t),
        pAlive: pAlive(model, history),
        pAtLeastOne: pAtLeastOne(model, history, options.t),
      };
      if (options.json) return printJson(result);
      print(`Expected orders ${result.expectedOrders}; P(alive) ${result.pAlive}; P(one order or more) ${result.pAtLeastOne}`);
    });
}

function predictCommand(): Command {
  return withCbs(new Command("predict"))
    .description("Every customer's orders and CLV within the horizon, with 80 % intervals, as CSV (gzip if the name ends in .gz).")
    .requiredOption("--horizon <days>", "days ahead; every column is for this time, the CLV too", readHorizon)
    .option("--discount-rate <rate>", "a year, 0.1 for 10 %", readRate, DEFAULT_DISCOUNT_RATE)
    .requiredOption("--out <file>", "where to write")
    .option("--seed <number>", "of the simulation; the same seed gives the same file", readNumber, 1)
    .action(async (options: { cbs: string; unit: Unit; horizon: number; discountRate: number; out: string; seed: number }) => {
      const file = await readCbs(options.cbs, { withCustomers: true });
      const forecast = forecastStore({
        histories: file,
        spend: cbsSpend(file, false) ?? { orders: new Uint8Array(file.frequency.length), mean: new Uint8Array(file.frequency.length) },
        unitDays: UNIT_DAYS[options.unit],
        horizonDays: options.horizon,
        discountRate: options.discountRate,
        random: seededRandom(options.seed),
        draws: file.frequency.length > LARGE_FILE ? DRAWS_OF_LARGE_FILE : DRAWS,
      });
      const { customers, intervals, totals, evidence, choice, gammaGamma } = forecast;
      const money = (values: Float64Array, at: number) => (gammaGamma ? figure(values, at) : "");
      await writeLines(
        options.out,
        "customer,expected_orders,median_orders,low,high,p_alive,expected_spend,clv,clv_low,clv_high",
        file.customers.length,
        (i) =>
          [
            csvCell(file.customers[i] as string),
            figure(customers.expectedOrders, i),
            figure(intervals.medianOrders, i),
            figure(intervals.lowOrders, i),
            figure(intervals.highOrders, i),
            figure(customers.pAlive, i),
            money(customers.expectedSpend, i),
            money(customers.clv, i),
            money(intervals.lowClv, i),
            money(intervals.highClv, i),
          ].join(","),
      );
      const range = ({ mean, low, high }: { mean: number; low: number; high: number }) =>
        `${mean.toFixed(1)} (80 %: ${low.toFixed(1)} to ${high.toFixed(1)})`;
      print(
        `${file.customers.length} customers written to ${options.out}. Model ${choice.fit.model.name}, ${evidence.label === "early" ? "early estimate" : "enough history"}.`,
      );
      const spent = gammaGamma ? `discounted spend: ${range(totals.clv)}` : "the file has no spend";
      print(`Orders within ${options.horizon} days: ${range(totals.orders)}; ${spent}.`);
      for (const warning of evidence.warnings) print(`Warning: ${warning.replaceAll("_", " ")}.`);
      if (choice.fit.model.name === "bg")
        print("p_alive is 1 for whoever ordered once: BG/NBD assumes that nobody leaves before the second order.");
    });
}

function backtestCommand(): Command {
  return withCbs(new Command("backtest"))
    .description(
      "Scores every model and baseline on a file with the columns holdout_orders and holdout_spend. The holdout never decides which model auto is.",
    )
    .requiredOption("--horizon <days>", "days that the holdout covers", readHorizon)
    .option("--json", "print JSON", false)
    .action(async (options: { cbs: string; unit: Unit; horizon: number; json: boolean }) => {
      const file = await readCbs(options.cbs);
      if (!file.holdoutOrders) throw new UsageError(`${options.cbs}, line 1: no column "holdout_orders", which a backtest compares with.`);
      const none = new Uint8Array(file.frequency.length);
      const { scores } = backtestHoldout({
        histories: file,
        spend: cbsSpend(file, false) ?? { orders: none, mean: none },
        holdoutOrders: file.holdoutOrders,
        holdoutSpend: file.holdoutSpend ?? none,
        horizon: options.horizon / UNIT_DAYS[options.unit],
        unitDays: UNIT_DAYS[options.unit],
      });
      const { auto, bg, mbg, pareto, zero, fiveStep, ownRate } = scores;
      const result = { auto, bg, mbg, pareto, zero, fiveStep, ownRate };
      if (options.json) return printJson(result);
      const cells = (name: string, score: object) =>
        [name.padEnd(9), ...Object.values(score).map((value) => (value === null ? "-" : Number(value).toFixed(4)).padStart(12))].join("");
      print(
        `${" ".repeat(9)}${Object.keys(auto)
          .map((name) => name.replace("orders", "").padStart(12))
          .join("")}`,
      );
      for (const [name, score] of Object.entries(result)) print(cells(name, score));
    });
}

function benchCommand(): Command {
  return withCbs(new Command("bench"))
    .description(
      "Times BG/NBD and Gamma-Gamma by maximum likelihood, then a 365-day forecast, P(alive) and 12-month CLV of every customer; reading excluded.",
    )
    .option("--json", "print JSON", false)
    .action(async (options: { cbs: string; unit: Unit; json: boolean }) => {
      const file = await readCbs(options.cbs);
      const result = measureEngine(file, cbsSpend(file, false), UNIT_DAYS[options.unit]);
      if (options.json) return printJson(result);
      print(
        Object.entries(result)
          .map(([name, value]) => `${name} ${typeof value === "number" ? value.toFixed(1) : JSON.stringify(value)}`)
          .join("\n"),
      );
    });
}

function reportCommand(): Command {
  return new Command("report")
    .description("The whole value report of a Shopify orders export (Orders > Export), in the terminal.")
    .requiredOption("--orders <file>", "the export, .csv or .csv.gz")
    .option("--horizon <days>", "days ahead", readHorizon, 365)
    .option("--discount-rate <rate>", "a year, 0.1 for 10 %", readRate, DEFAULT_DISCOUNT_RATE)
    .option("--complete", "the export holds the store's orders from its first day", false)
    .action(async (options: { orders: string; horizon: number; discountRate: number; complete: boolean }) => {
      await printValueReport({
        file: options.orders,
        horizonDays: options.horizon,
        discountRate: options.discountRate,
        complete: options.complete,
        print,
      });
    });
}

function withCbs(command: Command): Command {
  return command
    .requiredOption(
      "--cbs <file>",
      "customers: customer,frequency,recency,T[,monetary_value[,first_order_value[,holdout_orders,holdout_spend]]]; may be .gz",
    )
    .addOption(new Option("--unit <unit>", "the time unit of the file").choices(["day", "week"]).default("day"));
}

function modelOf(name: OrderModelName, params: readonly number[]): OrderModel {
  const [r, alpha, third, fourth] = params as [number, number, number, number];
  return name === "pareto" ? { name, params: { r, alpha, s: third, beta: fourth } } : { name, params: { r, alpha, a: third, b: fourth } };
}

function readParams(text: string): number[] {
  const params = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (params.length !== 4 || !params.every((value) => value > 0 && value < Infinity)) {
    throw new InvalidArgumentError("Give four numbers above 0, for example 0.243,4.414,0.793,2.426.");
  }
  return params;
}

function readNumber(text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new InvalidArgumentError("Give a number.");
  return value;
}

function readHorizon(text: string): number {
  const days = readNumber(text);
  if (!(days > 0 && days <= 36_500)) throw new InvalidArgumentError("Give a number of days above 0, at most 36500.");
  return days;
}

function readRate(text: string): number {
  const rate = readNumber(text);
  if (!(rate >= 0 && rate <= 10)) throw new InvalidArgumentError("Give a rate of 0 or more, for example 0.1 for 10 % a year.");
  return rate;
}

async function writeLines(file: string, header: string, count: number, line: (at: number) => string): Promise<void> {
  const target = createWriteStream(file);
  await once(target, "open").catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`--out: ${file} cannot be written (${error.code}).`);
  });
  const out = file.endsWith(".gz") ? createGzip() : target;
  if (out !== target) out.pipe(target);
  let block = `${header}\n`;
  for (let at = 0; at < count; at++) {
    block += `${line(at)}\n`;
    if (block.length < 1 << 16) continue;
    if (!out.write(block)) await once(out, "drain");
    block = "";
  }
  out.end(block);
  await finished(target);
}

function figure(values: Float64Array, at: number): string {
  return String(Number((values[at] as number).toPrecision(10)));
}

function describe(params: object): string {
  return Object.entries(params)
    .map(([name, value]) => `${name} ${Number(value).toPrecision(7)}`)
    .join(", ");
}

function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}
