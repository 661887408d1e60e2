import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { backtestHoldout } from "../app/value/models/backtest-holdout.ts";
import { collapseHistories } from "../app/value/models/collapse-histories.ts";
import { discountSteps } from "../app/value/models/discount-steps.ts";
import { fitOrderModel } from "../app/value/models/fit-order-model.ts";
import { forecastRows } from "../app/value/models/forecast-rows.ts";
import { forecastStore } from "../app/value/models/forecast-store.ts";
import { ORDER_MODEL_NAMES, type OrderModel } from "../app/value/models/order-model.ts";
import { seededRandom } from "../app/value/models/seeded-random.ts";
import { cbsSpend } from "../scripts/commands/value/cbs-spend.ts";
import { measureEngine } from "../scripts/commands/value/measure-engine.ts";
import { readCbs } from "../scripts/commands/value/read-cbs.ts";
import { type SyntheticStore, syntheticStore } from "./value/synthetic-store.ts";

const LARGE = { ageDays: 730, params: { r: 0.5, alpha: 60, a: 0.8, b: 2.4 } };
const SIZES = [10_000, 100_000, 1_000_000];
const DATA = process.env.CRESCENDO_DATA ?? fileURLToPath(new URL("../../shared/data", import.meta.url));
const run = promisify(execFile);

/** What lifetimes 0.11.3 reached on the same split: the peers' numbers to stand beside. */
const PEER = {
  cbs_cdnow_sample: {
    horizon: 273,
    bg: { mae: 0.7855, rmse: 1.608, top10: 0.502 },
    mbg: { mae: 0.7648, rmse: 1.6072 },
    pareto: { mae: 0.7545, rmse: 1.6028 },
  },
  cbs_or2_6m: {
    horizon: 183,
    bg: { mae: 1.0455, rmse: 1.7779, top10: 0.614 },
    mbg: { mae: 1.0482, rmse: 1.7865 },
    pareto: { mae: 1.0436, rmse: 1.7944 },
  },
} as const;

const size = process.argv.find((argument) => argument.startsWith("--size="))?.slice(7);
if (size) {
  const store = syntheticStore(Number(size), LARGE, seededRandom(7));
  // Compiled and warm is what a worker is after its first store.
  if (process.argv.includes("--warm")) measureEngine(small(store), smallSpend(store), 1);
  const before = process.cpuUsage();
  const times = measureEngine(store.histories, store.spend, 1);
  const used = process.cpuUsage(before);
  const distinctRows = collapseHistories(store.histories).rows;
  process.stdout.write(JSON.stringify({ ...times, cpu_ms: (used.user + used.system) / 1000, distinctRows }));
} else {
  const scale = [];
  for (const customers of SIZES) scale.push({ customers, ...(await measureInOwnProcess(customers)) });
  const result = {
    scale,
    paretoLongHistories: paretoOnLongHistories(),
    smallStores: smallStores(),
    partsOfAStore: await partsOfAStore(),
    accuracy: await accuracy(),
  };
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n\n`);
  printTables(result);
}

async function measureInOwnProcess(customers: number) {
  const runs = [];
  for (let repeat = 0; repeat < 3; repeat++) {
    const { stdout } = await run(process.execPath, [fileURLToPath(import.meta.url), `--size=${customers}`, "--warm"]);
    runs.push(JSON.parse(stdout) as ReturnType<typeof measureEngine> & { cpu_ms: number; distinctRows: number });
  }
  return runs.sort((a, b) => a.total_ms - b.total_ms)[1] as (typeof runs)[number];
}

function paretoOnLongHistories() {
  const store = syntheticStore(4_312, { ageDays: 365, params: { r: 0.7, alpha: 60, a: 0.15, b: 3 } }, seededRandom(3));
  const started = performance.now();
  const data = collapseHistories(store.histories);
  const fit = fitOrderModel("pareto", data);
  return {
    customers: data.customers,
    distinctRows: data.rows,
    ms: performance.now() - started,
    converged: fit.converged,
    evaluations: fit.evaluations,
  };
}

function smallStores() {
  const random = seededRandom(11);
  const times: number[] = [];
  let failures = 0;
  let notConverged = 0;
  for (let k = 0; k < 500; k++) {
    const customers = 5 + Math.floor(random() * 296);
    const params = { r: 0.1 + 2 * random(), alpha: 5 + 150 * random(), a: 0.05 + 2 * random(), b: 0.2 + 6 * random() };
    const store = syntheticStore(customers, { ageDays: 20 + Math.floor(random() * 700), params }, random);
    const data = collapseHistories(store.histories);
    for (const name of ["bg", "mbg"] as const) {
      const started = performance.now();
      const fit = fitOrderModel(name, data);
      times.push(performance.now() - started);
      if (!fit.converged) notConverged++;
    }
    try {
      const forecast = forecastStore({ histories: store.histories, spend: store.spend, random, draws: 40 });
      const { expectedOrders, pAlive, clv } = forecast.customers;
      const figures = [expectedOrders, pAlive, clv, forecast.intervals.highClv].flatMap((column) => Array.from(column));
      if (!figures.every((value) => value >= 0 && Number.isFinite(value))) failures++;
    } catch {
      failures++;
    }
  }
  times.sort((a, b) => a - b);
  return {
    stores: 500,
    failures,
    notConverged,
    medianFitMs: times[times.length >> 1] as number,
    p99FitMs: times[Math.floor(times.length * 0.99)] as number,
  };
}

/** Parameters from a few customers, scored on the whole store against those of all its customers: how far off is the total forecast? */
async function partsOfAStore() {
  const rows = [];
  const random = seededRandom(17);
  for (const [name, { horizon }] of Object.entries(PEER)) {
    const file = join(DATA, "clv", `${name}.csv.gz`);
    if (!existsSync(file)) continue;
    const cbs = await readCbs(file);
    const all = collapseHistories(cbs);
    const steps = discountSteps(horizon, 1, 0);
    const total = (model: OrderModel) =>
      forecastRows(model, all, steps).orders.reduce((sum, orders, row) => sum + orders * (all.weight[row] as number), 0);
    const whole = total(fitOrderModel("bg", all, { maximumLikelihood: true }).model);
    for (const customers of [30, 100, 300]) {
      const errors: number[] = [];
      let failures = 0;
      for (let draw = 0; draw < 60; draw++) {
        const picked = Array.from(cbs.age, (_, i) => ({ i, at: random() }))
          .sort((a, b) => a.at - b.at)
          .slice(0, customers);
        const column = (values: Float64Array) => picked.map(({ i }) => values[i] as number);
        const part = { frequency: column(cbs.frequency), recency: column(cbs.recency), age: column(cbs.age) };
        const fit = fitOrderModel("bg", collapseHistories(part));
        const error = Math.abs(total(fit.model) / whole - 1);
        if (!fit.converged || !Number.isFinite(error)) failures++;
        else errors.push(error);
      }
      errors.sort((a, b) => a - b);
      rows.push({
        data: name,
        customers,
        failures,
        median: errors[errors.length >> 1] ?? null,
        p90: errors[Math.floor(0.9 * errors.length)] ?? null,
      });
    }
  }
  return rows;
}

async function accuracy() {
  const rows = [];
  for (const [name, peer] of Object.entries(PEER)) {
    const file = join(DATA, "clv", `${name}.csv.gz`);
    if (!existsSync(file)) {
      process.stderr.write(`No ${file}: its accuracy is not measured. CRESCENDO_DATA says where the data are.\n`);
      continue;
    }
    const cbs = await readCbs(file);
    const none = new Uint8Array(cbs.frequency.length);
    const { scores, chosen } = backtestHoldout({
      histories: cbs,
      spend: cbsSpend(cbs, false) ?? { orders: none, mean: none },
      holdoutOrders: cbs.holdoutOrders ?? none,
      holdoutSpend: cbs.holdoutSpend ?? none,
      horizon: peer.horizon,
    });
    for (const model of ORDER_MODEL_NAMES)
      rows.push({ data: name, model, chosen: model === chosen, peer: peer[model], ours: scores[model] });
  }
  return rows;
}

function printTables(result: {
  scale: ({ customers: number } & Awaited<ReturnType<typeof measureInOwnProcess>>)[];
  paretoLongHistories: ReturnType<typeof paretoOnLongHistories>;
  smallStores: ReturnType<typeof smallStores>;
  partsOfAStore: Awaited<ReturnType<typeof partsOfAStore>>;
  accuracy: Awaited<ReturnType<typeof accuracy>>;
}): void {
  const print = (text: string) => process.stdout.write(`${text}\n`);
  print(
    "customers  distinct   total s   CPU s  collapse  BG fit  Gamma-Gamma  predict   CPU us each   peak MB   (aim at 1M: 1.5 s, 300 MB)",
  );
  for (const row of result.scale) {
    const ms = (value: number, width: number) => value.toFixed(0).padStart(width);
    print(
      `${String(row.customers).padStart(9)}${String(row.distinctRows).padStart(10)}${(row.total_ms / 1000).toFixed(3).padStart(10)}${(row.cpu_ms / 1000).toFixed(3).padStart(8)}${ms(row.collapse_ms, 10)}${ms(row.fit_ms, 8)}${ms(row.gg_ms, 13)}${ms(row.predict_ms, 9)}${((1000 * row.cpu_ms) / row.customers).toFixed(2).padStart(14)}${ms(row.peak_rss_mb, 9)}`,
    );
  }
  const pareto = result.paretoLongHistories;
  print(`\nPareto/NBD on ${pareto.customers} customers (${pareto.distinctRows} distinct): ${(pareto.ms / 1000).toFixed(2)} s (aim 0.6 s)`);
  const small = result.smallStores;
  print(
    `${small.stores} stores of 5 to 300 customers: ${small.failures} failures, ${small.notConverged} not converged, ${small.medianFitMs.toFixed(2)} ms a fit (99 of 100 below ${small.p99FitMs.toFixed(2)} ms)`,
  );
  for (const { data, customers, failures, median, p90 } of result.partsOfAStore) {
    print(
      `${data}, 60 times ${customers} of its customers: ${failures} failures; the total is off by ${median?.toFixed(3)} (median), ${p90?.toFixed(3)} (9 of 10)`,
    );
  }
  print("\ndata              model     MAE peer  median   RMSE peer    ours     CRPS    bias  in 80 %  top-10 peer    ours");
  for (const { data, model, chosen, peer, ours } of result.accuracy) {
    const top = "top10" in peer ? peer.top10.toFixed(3) : "-";
    print(
      `${data.padEnd(18)}${(model + (chosen ? "*" : "")).padEnd(9)}${peer.mae.toFixed(4).padStart(9)}${ours.ordersMae.toFixed(4).padStart(8)}${peer.rmse.toFixed(4).padStart(12)}${ours.ordersRmse.toFixed(4).padStart(8)}${ours.crps.toFixed(4).padStart(9)}${(ours.ordersBias ?? 0).toFixed(3).padStart(8)}${(ours.coverage80 ?? 0).toFixed(3).padStart(9)}${top.padStart(13)}${(ours.top10Spend ?? 0).toFixed(3).padStart(8)}`,
    );
  }
  print("* the model that auto chooses");
}

function small({ histories }: SyntheticStore) {
  const first = (column: ArrayLike<number>) => Array.from({ length: Math.min(2000, column.length) }, (_, i) => column[i] as number);
  return { frequency: first(histories.frequency), recency: first(histories.recency), age: first(histories.age) };
}

function smallSpend({ spend }: SyntheticStore) {
  const first = (column: ArrayLike<number>) => Array.from({ length: Math.min(2000, column.length) }, (_, i) => column[i] as number);
  return { orders: first(spend.orders), mean: first(spend.mean) };
}
