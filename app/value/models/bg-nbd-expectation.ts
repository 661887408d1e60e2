import type { FirstDropout } from "./bg-nbd-alive.ts";
import type { BgNbdParams } from "./order-model.ts";

const MOST_TERMS = 5_000;
/** the part of the result that may be lost to cancelling before another way is taken */
const CANCELLED = 1e-11;
const LARGE = 1e200;
const WIDEST_STEP = 0.25;
const STEPS_A_SPREAD = 4;
const NEGLIGIBLE = 1e-17;

/**
 * Expected orders in the next `time` of a customer who is alive, has x repeat orders and was first seen `age` ago. Multiply by
 * P(alive) for the expectation given the history; x = 0 and age = 0 give a new customer's expected repeat orders.
 *
 * The published expression needs the Gauss hypergeometric function, which overflows and has a pole at a = 1. Euler's transformation
 * and splitting off the first term leave a series of positive ratio that has neither:
 * z = t / (alpha + T + t), L = ln(1 - z), e = a - 1, C = a + b + m + x - 1,
 * E = -C expm1(e L) / e - exp(e L) sum h_n, h_1 = (C - r - x) z, h_(n+1) = h_n (C - r - x + n)(e + n) z / ((C + n)(n + 1)).
 * Where it would take too many terms, or lose digits, the same expectation is integrated over the chance of leaving.
 * Source: Fader, Hardie and Lee (2005), equation 10; NIST DLMF 15.8.1 for the transformation.
 */
export function bgNbdOrdersWhileAlive({ r, alpha, a, b }: BgNbdParams, x: number, age: number, time: number, m: FirstDropout): number {
  if (time <= 0) return 0;
  const z = time / (alpha + age + time);
  const log = -Math.log1p(time / (alpha + age));
  const e = a - 1;
  const c = a + b + m + x - 1;
  const c1 = c - r - x;
  const front = head(c, e, log);
  let term = c1 * z;
  let sum = term;
  let largest = Math.abs(term);
  let scale = 0;
  for (let n = 1; n < MOST_TERMS; n++) {
    if (Math.abs(term) <= 1e-16 * Math.abs(sum)) return Math.max(0, front - Math.exp(e * log + scale) * sum);
    term *= ((c1 + n) * (e + n) * z) / ((c + n) * (n + 1));
    sum += term;
    const size = Math.abs(term);
    if (size > largest) largest = size;
    if (sum > LARGE) {
      // With a in the hundreds the series grows past any double before the factor in front of it makes it small again.
      sum /= LARGE;
      term /= LARGE;
      largest /= LARGE;
      scale += Math.log(LARGE);
    }
    // Terms of changing sign: where r exceeds a + b by much they would cancel each other's digits.
    if (c1 < 0 && largest * 1e-16 > CANCELLED * Math.abs(front)) break;
  }
  return byLeaving(r + x, alpha + age, a, b + m + x, time);
}

/** The first term, without its pole at e = 0. */
function head(c: number, e: number, log: number): number {
  const power = e * log;
  return Math.abs(power) < 1e-300 ? -c * log : (-c * Math.expm1(power)) / e;
}

/**
 * The same expectation as the mean of (1 - (rate / (rate + p t))^shape) / p over p ~ Beta(a, b), for any parameters: who leaves with p
 * after an order makes orders until a Poisson process of rate lambda p strikes. p = 1 / (1 + e^-u): in u the density is smooth and falls
 * off as e^(a u) and e^(-b u), where equal steps are as exact as a double. Both sums are walked from the peak outwards.
 */
function byLeaving(shape: number, rate: number, a: number, b: number, time: number): number {
  const peak = Math.log(a / b);
  const step = Math.min(WIDEST_STEP, 1 / (STEPS_A_SPREAD * Math.sqrt((a * b) / (a + b))));
  const logTime = Math.log(time / rate);
  const height = logDensity(peak);
  let density = 0;
  let orders = 0;
  for (const direction of [1, -1]) {
    for (let k = direction === 1 ? 0 : 1; ; k++) {
      const u = peak + direction * k * step;
      const weight = Math.exp(logDensity(u) - height);
      const logP = -softplus(-u);
      // Of those who hardly ever leave, p may be too small for a number, but not its part of the orders.
      const given =
        logP + logTime < -40 ? (shape * time) / rate : -Math.expm1(-shape * Math.log1p(Math.exp(logP + logTime))) * Math.exp(-logP);
      density += weight;
      orders += weight * given;
      if (weight <= NEGLIGIBLE * density && weight * given <= NEGLIGIBLE * orders) break;
    }
  }
  return orders / density;

  function logDensity(u: number): number {
    return -a * softplus(-u) - b * softplus(u);
  }
}

/** ln(1 + e^u) */
function softplus(u: number): number {
  return Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)));
}
