import { type Db, inShop } from "../database/pool.server.ts";
import { log } from "../log.server.ts";
import type { Amounts } from "./amounts.ts";
import { dayText } from "./day-text.ts";
import type { CustomerColumns } from "./fit/customer-columns.ts";
import { isDue } from "./fit/fit-due.ts";
import type { FitRecord, FittedModel, ForecastResult, ForecastTask } from "./fit/forecast-task.ts";
import { type Observation, observe, readPerNet } from "./fit/observation.server.ts";
import { readColumnsAsOf, readCustomerColumns, readOrderLog } from "./fit/read-columns.server.ts";
import { runInThread } from "./fit/run-in-thread.server.ts";
import {
  addModel,
  latestModel,
  modelDetail,
  restateForecast,
  type StoredDetail,
  type StoredForecast,
  type ValueModel,
} from "./fit/value-models.server.ts";
import { rankCustomers } from "./rank-customers.server.ts";
import { rebuildValues } from "./rebuild-values.server.ts";

/** Past weeks told with a fit: each costs a pass over the log. */
const MOST_WEEKS = 53;
const ORDERS_OF_ALL_WEEKS = 6_000_000;
const CHUNK = 10_000;

interface FitOptions {
  readonly now?: Date;
  /** fit anew, whether it is due or not */
  readonly force?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Job `value.fit`: fits the shop's models when it is due (never fitted, a week old, or 1 % new repeat orders) and makes the ranked list
 * and the totals anew either way. Computes in a thread of its own. `overtaken`: another process fitted meanwhile, and its fit stands.
 */
export async function fitValues(
  shopId: number,
  { now = new Date(), force = false, signal }: FitOptions = {},
): Promise<"fitted" | "ranked" | "no_orders" | "overtaken"> {
  const began = performance.now();
  if (await inShop(shopId, summariesMissing)) await rebuildValues(shopId);
  const read = await inShop(shopId, (db) => readTask(db, now, force));
  if (!read) {
    await inShop(shopId, forgetForecast);
    return "no_orders";
  }
  const { task, observation, perNet, last } = read;
  const result = await runInThread(task, signal);
  const fitMs = performance.now() - began;
  const outcome = await inShop(shopId, async (db) => {
    await db.run("select pg_advisory_xact_lock(7307, $1)", [shopId]);
    if (((await latestModel(db))?.version ?? 0) !== (last?.version ?? 0)) return "overtaken" as const;
    const forecast = forecastOf(result, observation, perNet);
    // In the order in which a batch of orders touches the two: neither waits for the other for ever, and the model's row is held shortly.
    await replaceScores(db, task.customers, result.scores);
    await rankCustomers(db);
    if (result.fit) {
      const detail = detailOf(result.fit, task);
      await addModel(db, { fittedAt: now, fitMs, fitted: result.fit.fitted, repeatOrders: observation.repeatOrders, forecast, detail });
    } else await restateForecast(db, (last as ValueModel).version, forecast);
    return result.fit ? ("fitted" as const) : ("ranked" as const);
  });
  log.info({ shopId, outcome, customers: task.customers.ids.length, ms: Math.round(performance.now() - began) }, "values were forecast");
  return outcome;
}

/** Rows from before summaries were kept: what is worth something after refunds has at least one day. */
async function summariesMissing(db: Db): Promise<boolean> {
  return (
    (await db.row("select 1 from customer_values where shop_id = $1 and order_days = 0 and revenue > refunded limit 1", [db.shopId])) !==
    null
  );
}

async function readTask(
  db: Db,
  now: Date,
  force: boolean,
): Promise<{ task: ForecastTask; observation: Observation; perNet: Amounts; last: ValueModel | null } | null> {
  const observation = await observe(db, now);
  if (!observation) return null;
  const last = await latestModel(db);
  const due = force || !last || isDue(last, observation, now);
  const orders = due ? await readOrderLog(db) : null;
  const task: ForecastTask = {
    // What a few did after the shop fell silent is no part of what its customers were.
    customers: observation.quiet ? await readColumnsAsOf(db, observation.asOf) : await readCustomerColumns(db),
    asOf: observation.asOf,
    beginsInTheMiddle: observation.beginsInTheMiddle,
    known: due ? null : await knownFit(db, last),
    log: orders,
    warmStart: due ? (last?.model ?? null) : null,
    weeks: Math.max(4, Math.min(MOST_WEEKS, Math.floor(ORDERS_OF_ALL_WEEKS / Math.max(1, orders?.day.length ?? 1)))),
  };
  return { task, observation, perNet: await readPerNet(db, observation.asOf), last };
}

/** Of a shop without a paid order of anybody known; customers whose orders all came to nothing still have a place. */
async function forgetForecast(db: Db): Promise<void> {
  await db.run("delete from customer_scores where shop_id = $1", [db.shopId]);
  await rankCustomers(db);
  await db.run("delete from value_models where shop_id = $1", [db.shopId]);
}

async function knownFit(db: Db, last: ValueModel): Promise<FittedModel> {
  const { doubtRoot, pastError } = await modelDetail(db, last.version);
  return { model: last.model, gammaGamma: last.gammaGamma, doubtRoot, pastError };
}

function forecastOf({ totals, evidence }: ForecastResult, observation: Observation, perNet: Amounts): Omit<StoredForecast, "method"> {
  return {
    ...totals,
    asOf: dayText(observation.asOf),
    perNet,
    label: evidence.label,
    warnings: observation.quiet ? [...evidence.warnings, "quiet_store"] : evidence.warnings,
    repeatCustomers: evidence.repeatCustomers,
    historyDays: evidence.historyDays,
    beginsInTheMiddle: observation.beginsInTheMiddle,
  };
}

function detailOf({ fitted, backtest, pastWeeks, ...record }: FitRecord, task: ForecastTask): StoredDetail {
  return {
    decidedBy: record.decidedBy,
    candidates: record.candidates,
    converged: record.converged,
    spendCorrelation: record.spendCorrelation,
    fitOn: record.fitOn,
    doubtRoot: fitted.doubtRoot,
    pastError: fitted.pastError,
    orderDays: task.customers.orderDays.reduce((sum, days) => sum + days, 0),
    backtest: backtest.origins.map((origin) => ({
      from: dayText(origin.origin + 1),
      to: dayText(origin.until),
      customers: origin.customers,
      model: origin.chosen,
      predictedOrders: origin.predictedOrders,
      actualOrders: origin.actualOrders,
      predictedRevenue: origin.predictedSpend,
      actualRevenue: origin.actualSpend,
      scores: origin.scores,
      reliability: origin.reliability,
    })),
    pastWeeks: pastWeeks.map(({ day, ...week }) => ({ ...week, day: dayText(day) })),
  };
}

/** A customer forgotten meanwhile is not brought back. */
async function replaceScores(db: Db, { ids }: CustomerColumns, scores: ForecastResult["scores"]): Promise<void> {
  await db.run("delete from customer_scores where shop_id = $1", [db.shopId]);
  for (let from = 0; from < ids.length; from += CHUNK) {
    const to = Math.min(from + CHUNK, ids.length);
    const part = (column: Float64Array) => Array.from(column.subarray(from, to));
    await db.run(
      `insert into customer_scores (shop_id, customer_id, p_alive, expected_orders, expected_spend, clv, priority, p_order, clv_low, clv_high)
       select $1, s.id, s.alive, s.orders, s.spend, s.clv, s.clv * (1 - s.buys), s.buys, s.low, s.high
       from unnest($2::bigint[], $3::float8[], $4::float8[], $5::float8[], $6::float8[], $7::float8[], $8::float8[], $9::float8[])
         s (id, alive, orders, spend, clv, buys, low, high)
       join customer_values v on v.shop_id = $1 and v.customer_id = s.id`,
      [
        db.shopId,
        Array.from(ids.subarray(from, to), String),
        part(scores.pAlive),
        part(scores.expectedOrders),
        part(scores.expectedSpend),
        part(scores.clv),
        part(scores.pAtLeastOne),
        part(scores.lowClv),
        part(scores.highClv),
      ],
    );
  }
}
