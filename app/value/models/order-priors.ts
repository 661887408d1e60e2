import { logGamma } from "./log-gamma.ts";
import type { OrderModelName } from "./order-model.ts";

/**
 * ln density of the weak prior over the logarithms of the four parameters (r, alpha / span, a, b or r, alpha / span, s, beta / span)
 * and its gradient there. `span` is the longest age of the store, half a year at least.
 */
export type LogPrior = (logs: Float64Array, gradient: Float64Array) => number;

const LOG_ROOT_TWO_PI = Math.log(Math.sqrt(2 * Math.PI));

/** Middle and spread of a logarithm. */
interface Normal {
  readonly mean: number;
  readonly sd: number;
}

const RATE: Normal = { mean: Math.log(0.6), sd: 1 };
const RATE_TIME: Normal = { mean: Math.log(0.25), sd: 1.25 };
const DROPOUT_WEIGHT: Normal = { mean: Math.log(3), sd: 0.75 };
const LEAVING: Normal = { mean: Math.log(0.7), sd: 0.75 };
const LEAVING_TIME: Normal = { mean: Math.log(0.4), sd: 1.25 };
const DROPOUT_SHARE = { stays: 4, leaves: 2 };
/** Up to this many repeat customers of its own a store needs the priors in full. */
const IN_FULL_TO_REPEAT_CUSTOMERS = 100;

/** What the weight of a store's priors hangs on. */
interface PriorStore {
  readonly repeatCustomers: number;
  /** the store had customers before its first order in the data */
  readonly beginsInTheMiddle: boolean;
}

/**
 * Weak priors that keep small stores from running to the edge: ln r ~ N(ln 0.6, 1), ln(alpha / span) ~ N(ln 0.25, 1.25),
 * ln(a + b) ~ N(ln 3, 0.75), a / (a + b) ~ Beta(2, 4); for Pareto/NBD ln s ~ N(ln 0.7, 0.75), ln(beta / span) ~ N(ln 0.4, 1.25).
 * They say what stores are like, not what this one is: from 100 repeat customers of its own on they fade, each variance growing
 * in proportion to them (the Beta's two counts shrinking so). Orders that begin in the middle of a store's life hold nobody who had left
 * by then, and so say little of leaving however many they are: its priors stay in full there.
 */
export function orderPrior(model: OrderModelName, { repeatCustomers, beginsInTheMiddle }: PriorStore): LogPrior {
  const weight = Math.min(1, IN_FULL_TO_REPEAT_CUSTOMERS / repeatCustomers);
  const ofLeaving = beginsInTheMiddle ? 1 : weight;
  return model === "pareto" ? paretoPrior(weight, ofLeaving) : dropoutPrior(weight, ofLeaving);
}

function dropoutPrior(weight: number, ofLeaving: number): LogPrior {
  const rate = widened(RATE, weight);
  const rateTime = widened(RATE_TIME, weight);
  const dropoutWeight = widened(DROPOUT_WEIGHT, ofLeaving);
  const leaves = DROPOUT_SHARE.leaves * ofLeaving;
  const counts = (DROPOUT_SHARE.leaves + DROPOUT_SHARE.stays) * ofLeaving;
  const stays = counts - leaves;
  const logNorm = logGamma(counts) - logGamma(leaves) - logGamma(stays);
  return (logs, gradient) => {
    const a = Math.exp(logs[2] as number);
    const b = Math.exp(logs[3] as number);
    const share = a / (a + b);
    const sum = Math.log(a + b);
    const slope = slopeOf(dropoutWeight, sum);
    gradient[0] = slopeOf(rate, logs[0] as number);
    gradient[1] = slopeOf(rateTime, logs[1] as number);
    gradient[2] = slope * share + leaves - counts * share;
    gradient[3] = slope * (1 - share) + stays - counts * (1 - share);
    return (
      logDensity(rate, logs[0] as number) +
      logDensity(rateTime, logs[1] as number) +
      logDensity(dropoutWeight, sum) +
      logNorm +
      leaves * (logs[2] as number) +
      stays * (logs[3] as number) -
      counts * sum
    );
  };
}

function paretoPrior(weight: number, ofLeaving: number): LogPrior {
  const priors = [
    ...[RATE, RATE_TIME].map((prior) => widened(prior, weight)),
    ...[LEAVING, LEAVING_TIME].map((prior) => widened(prior, ofLeaving)),
  ];
  return (logs, gradient) => {
    let sum = 0;
    priors.forEach((prior, i) => {
      gradient[i] = slopeOf(prior, logs[i] as number);
      sum += logDensity(prior, logs[i] as number);
    });
    return sum;
  };
}

function widened({ mean, sd }: Normal, weight: number): Normal {
  return { mean, sd: sd / Math.sqrt(weight) };
}

function logDensity({ mean, sd }: Normal, value: number): number {
  return -0.5 * ((value - mean) / sd) ** 2 - Math.log(sd) - LOG_ROOT_TWO_PI;
}

function slopeOf({ mean, sd }: Normal, value: number): number {
  return -(value - mean) / sd ** 2;
}
