import type { FirstDropout } from "./bg-nbd-alive.ts";
import type { CollapsedHistories } from "./collapse-histories.ts";
import type { BgNbdParams } from "./order-model.ts";
import { logRisingFactorials } from "./rising-factorial.ts";

/** ln likelihood over all customers and its derivatives in r, alpha, a, b. */
export type LikelihoodGradient = (params: readonly number[], gradient: Float64Array) => number;

/**
 * The likelihood of BG/NBD (m = 0) and MBG/NBD (m = 1), free of gamma functions and of overflow. Per customer, with
 * S_c(n) = ln Gamma(c + n) - ln Gamma(c) and D the log odds of having left:
 * ln L = S_r(x) + r ln alpha + S_b(x + m) - S_(a+b)(x + m) - (r + x) ln(alpha + T) + softplus(D).
 * Source: Fader, Hardie and Lee (2005), equation 6; Batislam et al. (2007), equation 2; rearranged.
 */
export function bgNbdLikelihood(data: CollapsedHistories, m: FirstDropout): LikelihoodGradient {
  const { rows, frequencies, recencies, ages, frequencyAt, recencyAt, ageAt, weight } = data;
  const byFrequency = new Float64Array(frequencies.length);
  const customersByAge = new Float64Array(ages.length);
  const ordersByAge = new Float64Array(ages.length);
  let firstActive = m === 1 ? 0 : rows;
  for (let row = 0; row < rows; row++) {
    const count = weight[row] as number;
    const atX = frequencyAt[row] as number;
    const atT = ageAt[row] as number;
    const x = frequencies[atX] as number;
    byFrequency[atX] = (byFrequency[atX] as number) + count;
    customersByAge[atT] = (customersByAge[atT] as number) + count;
    ordersByAge[atT] = (ordersByAge[atT] as number) + count * x;
    if (x > 0 && row < firstActive) firstActive = row;
  }
  const logAge = new Float64Array(ages.length);
  const inverseAge = new Float64Array(ages.length);
  const logRecency = new Float64Array(recencies.length);
  const inverseRecency = new Float64Array(recencies.length);
  const logStay = new Float64Array(frequencies.length);
  const inverseStay = new Float64Array(frequencies.length);

  return (params, gradient) => {
    const [r, alpha, a, b] = params as [number, number, number, number];
    const orders = logRisingFactorials(r, frequencies, 0);
    const stays = logRisingFactorials(b, frequencies, m);
    const chances = logRisingFactorials(a + b, frequencies, m);
    const logAlpha = Math.log(alpha);
    const logA = Math.log(a);
    let total = 0;
    let dR = 0;
    let dAlpha = 0;
    let dA = 0;
    let dB = 0;
    for (let k = 0; k < frequencies.length; k++) {
      const count = byFrequency[k] as number;
      if (count === 0) continue;
      total += count * ((orders.value[k] as number) + (stays.value[k] as number) - (chances.value[k] as number));
      dR += count * (orders.slope[k] as number);
      dA -= count * (chances.slope[k] as number);
      dB += count * ((stays.slope[k] as number) - (chances.slope[k] as number));
      const stay = b + (frequencies[k] as number) - 1 + m;
      logStay[k] = Math.log(stay);
      inverseStay[k] = 1 / stay;
    }
    for (let k = 0; k < ages.length; k++) {
      const sum = alpha + (ages[k] as number);
      const log = Math.log(sum);
      logAge[k] = log;
      inverseAge[k] = 1 / sum;
      const count = customersByAge[k] as number;
      if (count === 0) continue;
      const exponent = r * count + (ordersByAge[k] as number);
      total += r * count * logAlpha - exponent * log;
      dR += count * (logAlpha - log);
      dAlpha += (r * count) / alpha - exponent / sum;
    }
    for (let k = 0; k < recencies.length; k++) {
      const sum = alpha + (recencies[k] as number);
      logRecency[k] = Math.log(sum);
      inverseRecency[k] = 1 / sum;
    }
    let leftA = 0;
    for (let row = firstActive; row < rows; row++) {
      const atX = frequencyAt[row] as number;
      const atTx = recencyAt[row] as number;
      const atT = ageAt[row] as number;
      const count = weight[row] as number;
      const exponent = r + (frequencies[atX] as number);
      const gap = (logAge[atT] as number) - (logRecency[atTx] as number);
      const odds = exponent * gap + logA - (logStay[atX] as number);
      const power = Math.exp(odds > 0 ? -odds : odds);
      const share = 1 / (1 + power);
      const left = count * (odds > 0 ? share : power * share);
      total += count * (Math.max(odds, 0) + Math.log1p(power));
      dR += left * gap;
      dAlpha += left * exponent * ((inverseAge[atT] as number) - (inverseRecency[atTx] as number));
      dB -= left * (inverseStay[atX] as number);
      leftA += left;
    }
    gradient[0] = dR;
    gradient[1] = dAlpha;
    gradient[2] = dA + leftA / a;
    gradient[3] = dB;
    return total;
  };
}

/** ln likelihood of one customer's history, in density per time unit. */
export function bgNbdLogLikelihood({ r, alpha, a, b }: BgNbdParams, x: number, recency: number, age: number, m: FirstDropout): number {
  const one = {
    customers: 1,
    rows: 1,
    frequencies: Float64Array.of(x),
    recencies: Float64Array.of(recency),
    ages: Float64Array.of(age),
    frequencyAt: new Int32Array(1),
    recencyAt: new Int32Array(1),
    ageAt: new Int32Array(1),
    weight: Float64Array.of(1),
    rowOf: new Int32Array(1),
  };
  return bgNbdLikelihood(one, m)([r, alpha, a, b], new Float64Array(4));
}
