import type { OrderModelName } from "./order-model.ts";

/**
 * ln density of the weak prior over the logarithms of the four parameters (r, alpha / span, a, b or r, alpha / span, s, beta / span)
 * and its gradient there. `span` is the longest age of the store.
 */
export type LogPrior = (logs: Float64Array, gradient: Float64Array) => number;

const LOG_ROOT_TWO_PI = Math.log(Math.sqrt(2 * Math.PI));
// ln of 1 / B(2, 4)
const LOG_BETA_2_4 = Math.log(20);

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

/**
 * Weak priors that keep small stores from running to the edge: ln r ~ N(ln 0.6, 1), ln(alpha / span) ~ N(ln 0.25, 1.25),
 * ln(a + b) ~ N(ln 3, 0.75), a / (a + b) ~ Beta(2, 4); for Pareto/NBD ln s ~ N(ln 0.7, 0.75), ln(beta / span) ~ N(ln 0.4, 1.25).
 * A few dozen repeat customers outweigh them.
 */
export const ORDER_PRIORS: Readonly<Record<OrderModelName, LogPrior>> = { bg: dropoutPrior, mbg: dropoutPrior, pareto: paretoPrior };

function dropoutPrior(logs: Float64Array, gradient: Float64Array): number {
  const a = Math.exp(logs[2] as number);
  const b = Math.exp(logs[3] as number);
  const share = a / (a + b);
  const weight = Math.log(a + b);
  const slope = -(weight - DROPOUT_WEIGHT.mean) / DROPOUT_WEIGHT.sd ** 2;
  gradient[0] = slopeOf(RATE, logs[0] as number);
  gradient[1] = slopeOf(RATE_TIME, logs[1] as number);
  gradient[2] = slope * share + 2 - 6 * share;
  gradient[3] = slope * (1 - share) + 4 - 6 * (1 - share);
  return (
    logDensity(RATE, logs[0] as number) +
    logDensity(RATE_TIME, logs[1] as number) +
    logDensity(DROPOUT_WEIGHT, weight) +
    LOG_BETA_2_4 +
    2 * (logs[2] as number) +
    4 * (logs[3] as number) -
    6 * weight
  );
}

function paretoPrior(logs: Float64Array, gradient: Float64Array): number {
  let sum = 0;
  [RATE, RATE_TIME, LEAVING, LEAVING_TIME].forEach((prior, i) => {
    gradient[i] = slopeOf(prior, logs[i] as number);
    sum += logDensity(prior, logs[i] as number);
  });
  return sum;
}

function logDensity({ mean, sd }: Normal, value: number): number {
  return -0.5 * ((value - mean) / sd) ** 2 - Math.log(sd) - LOG_ROOT_TWO_PI;
}

function slopeOf({ mean, sd }: Normal, value: number): number {
  return -(value - mean) / sd ** 2;
}
