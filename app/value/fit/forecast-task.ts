import type { Candidate, DecidedBy } from "../models/choose-order-model.ts";
import { collapseHistories } from "../models/collapse-histories.ts";
import { DEFAULT_DISCOUNT_RATE, discountSteps, YEAR_DAYS } from "../models/discount-steps.ts";
import type { FitOn } from "../models/first-seen-later.ts";
import { forecastStore, UNMEASURED_ERROR } from "../models/forecast-store.ts";
import type { GammaGammaParams } from "../models/gamma-gamma-params.ts";
import { type Evidence, judgeEvidence } from "../models/judge-evidence.ts";
import type { OrderLog } from "../models/order-log.ts";
import type { OrderModel } from "../models/order-model.ts";
import { type CustomerPredictions, predictCustomers } from "../models/predict-customers.ts";
import { type RollingBacktest, rollingBacktest } from "../models/rolling-backtest.ts";
import { seededRandom } from "../models/seeded-random.ts";
import { type SimulatedCustomers, simulateCustomers } from "../models/simulate-customers.ts";
import { spendCorrelation } from "../models/spend-correlation.ts";
import { type Estimate, storeTotals } from "../models/store-totals.ts";
import { type CustomerColumns, historiesOf, spendOf } from "./customer-columns.ts";
import { type PastWeek, pastWeeks } from "./past-weeks.ts";

/** Every forecast is for these days ahead, discounted by this rate a year. */
const HORIZON_DAYS = YEAR_DAYS;
const DISCOUNT_RATE = DEFAULT_DISCOUNT_RATE;

/** What is kept of a fit: all that a forecast needs. v in minor units. */
export interface FittedModel {
  readonly model: OrderModel;
  readonly gammaGamma: GammaGammaParams | null;
  /** lower triangle of the covariance of the parameters' logarithms, row by row */
  readonly doubtRoot: readonly number[] | null;
  readonly pastError: number | null;
}

/** How a fit came to be and what speaks for it. Days count from 1970. */
export interface FitRecord {
  readonly fitted: FittedModel;
  readonly decidedBy: DecidedBy;
  readonly candidates: readonly Candidate[];
  readonly converged: boolean;
  readonly spendCorrelation: number | null;
  readonly fitOn: FitOn;
  readonly backtest: RollingBacktest;
  readonly pastWeeks: readonly PastWeek[];
}

export interface ForecastTask {
  readonly customers: CustomerColumns;
  /** the day that ends the observation, from 1970 */
  readonly asOf: number;
  readonly beginsInTheMiddle: boolean;
  /** a fit to use; null fits anew, from `log` */
  readonly known: FittedModel | null;
  readonly log: OrderLog | null;
  /** last time's parameters, for a new fit to start from */
  readonly warmStart: OrderModel | null;
  /** how many weeks before asOf to tell; fewer in large stores */
  readonly weeks: number;
}

export interface ForecastTotals {
  readonly customers: number;
  /** how many of them are expected to order within the horizon: the sum of everyone's chance */
  readonly orderAgain: number;
  readonly orders: Estimate;
  /** net revenue */
  readonly clv: Estimate;
}

type CustomerScores = Pick<CustomerPredictions, "pAlive" | "expectedOrders" | "pAtLeastOne" | "expectedSpend" | "clv"> &
  Pick<SimulatedCustomers, "lowClv" | "highClv">;

export interface ForecastResult {
  readonly fit: FitRecord | null;
  readonly evidence: Evidence;
  readonly totals: ForecastTotals;
  /** one entry a customer, in the order of the task's */
  readonly scores: CustomerScores;
}

/** Fits a store when no fit is given, and forecasts every customer and the store. The same task gives the same result. */
export function runForecastTask(task: ForecastTask): ForecastResult {
  return task.known ? forecastWith(task, task.known) : fitAndForecast(task);
}

function fitAndForecast(task: ForecastTask): ForecastResult {
  const { customers, asOf, beginsInTheMiddle, log, warmStart } = task;
  if (!log) throw new Error("A fit needs the order log.");
  const known = until(log, asOf);
  const backtest = rollingBacktest(known, { beginsInTheMiddle });
  const spend = spendOf(customers);
  const forecast = forecastStore({
    histories: historiesOf(customers, asOf),
    spend,
    horizonDays: HORIZON_DAYS,
    discountRate: DISCOUNT_RATE,
    beginsInTheMiddle,
    fitOn: backtest.fitOn,
    outOfTime: backtest.outOfTime ?? undefined,
    ...(backtest.pastError === null ? {} : { pastError: backtest.pastError }),
    warmStart: warmStart ?? undefined,
    random: seededRandom(1),
    draws: drawsFor(customers.orderDays.length),
  });
  const { choice, gammaGamma } = forecast;
  const fitted: FittedModel = {
    model: choice.fit.model,
    gammaGamma: gammaGamma?.params ?? null,
    doubtRoot: choice.fit.doubt.root ? Array.from(choice.fit.doubt.root) : null,
    pastError: backtest.pastError,
  };
  return {
    fit: {
      fitted,
      decidedBy: choice.decidedBy,
      candidates: choice.candidates,
      converged: choice.fit.converged,
      spendCorrelation: spendCorrelation(spend),
      fitOn: backtest.fitOn,
      backtest,
      pastWeeks: pastWeeks(known, fitted, asOf, task.weeks),
    },
    evidence: forecast.evidence,
    totals: { ...forecast.totals, customers: forecast.data.customers, orderAgain: sum(forecast.customers.pAtLeastOne) },
    scores: scoresOf(forecast.customers, forecast.intervals),
  };
}

/** The log without orders after a day. */
function until(log: OrderLog, day: number): OrderLog {
  const kept: number[] = [];
  for (let i = 0; i < log.day.length; i++) if ((log.day[i] as number) <= day) kept.push(i);
  if (kept.length === log.day.length) return log;
  const pick = (column: ArrayLike<number>) => Float64Array.from(kept, (i) => column[i] as number);
  return { customer: pick(log.customer), day: pick(log.day), amount: pick(log.amount) };
}

function forecastWith({ customers, asOf, beginsInTheMiddle }: ForecastTask, known: FittedModel): ForecastResult {
  const data = collapseHistories(historiesOf(customers, asOf));
  const spend = spendOf(customers);
  const steps = discountSteps(HORIZON_DAYS, 1, DISCOUNT_RATE);
  const input = { model: known.model, data, gammaGamma: known.gammaGamma, spend, steps };
  const random = seededRandom(1);
  const means = predictCustomers(input);
  const simulated = simulateCustomers(input, means, { random, draws: drawsFor(data.customers) });
  const root = known.doubtRoot ? Float64Array.from(known.doubtRoot) : null;
  const totals = storeTotals({
    fit: { model: known.model, doubt: { root } },
    data,
    steps,
    means,
    simulated,
    random,
    pastError: known.pastError ?? UNMEASURED_ERROR,
  });
  return {
    fit: null,
    evidence: judgeEvidence({ data, model: known.model, unitDays: 1, horizonDays: HORIZON_DAYS, beginsInTheMiddle }),
    totals: { ...totals, customers: data.customers, orderAgain: sum(means.pAtLeastOne) },
    scores: scoresOf(means, simulated),
  };
}

/** Only what is kept: the result crosses over from a thread of its own. */
function scoresOf(
  { pAlive, expectedOrders, pAtLeastOne, expectedSpend, clv }: CustomerPredictions,
  { lowClv, highClv }: SimulatedCustomers,
): CustomerScores {
  return { pAlive, expectedOrders, pAtLeastOne, expectedSpend, clv, lowClv, highClv };
}

/** Totals of many customers need few draws each. */
function drawsFor(customers: number): number {
  return customers > 200_000 ? 60 : customers > 50_000 ? 150 : 400;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
