import type { FirstDropout } from "./bg-nbd-alive.ts";
import { logGamma } from "./log-gamma.ts";
import { negativeBinomial } from "./negative-binomial.ts";
import type { BgNbdParams } from "./order-model.ts";

const MOST_TERMS = 2_000_000;
const HARDLY_DIFFERENT = 20_000;
const LARGE = 1e200;
/** the part of the result that may be lost to cancelling before another way is taken */
const CANCELLED = 1e-11;
const MOST_COUNTED = 100_000;

/**
 * Expected orders in the next `time` of a customer who is alive, has x repeat orders and was first seen `age` ago. Multiply by
 * P(alive) for the expectation given the history; x = 0 and age = 0 give a new customer's expected repeat orders.
 *
 * The published expression needs the Gauss hypergeometric function, which overflows and has a pole at a = 1. Euler's transformation
 * and splitting off the first term leave a series of positive ratio that has neither:
 * z = t / (alpha + T + t), L = ln(1 - z), e = a - 1, C = a + b + m + x - 1,
 * E = -C expm1(e L) / e - exp(e L) sum h_n, h_1 = (C - r - x) z, h_(n+1) = h_n (C - r - x + n)(e + n) z / ((C + n)(n + 1)).
 * Source: Fader, Hardie and Lee (2005), equation 10; NIST DLMF 15.8.1 for the transformation.
 */
export function bgNbdOrdersWhileAlive({ r, alpha, a, b }: BgNbdParams, x: number, age: number, time: number, m: FirstDropout): number {
  if (time <= 0) return 0;
  if (a > HARDLY_DIFFERENT) return ofAlikeCustomers(r + x, alpha + age, a, b + m + x, time);
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
    if (size <= 1e-16 * Math.abs(sum)) break;
    // Terms of changing sign: where r exceeds a + b by much they would cancel each other's digits.
    if (c1 < 0 && largest * 1e-16 > CANCELLED * Math.abs(front)) return byCounting(r + x, alpha + age, a, b + m + x, time);
  }
  return Math.max(0, front - Math.exp(e * log + scale) * sum);
}

/** The first term, without its pole at e = 0. */
function head(c: number, e: number, log: number): number {
  const power = e * log;
  return Math.abs(power) < 1e-300 ? -c * log : (-c * Math.expm1(power)) / e;
}

/**
 * The same expectation as the sum over y of P(y orders or more), all positive: the rate reaches y orders, and the customer has stayed
 * after each of the first y - 1. Exact, in as many steps as there are orders.
 */
function byCounting(shape: number, rate: number, a: number, b: number, time: number): number {
  const likely = (shape * time) / rate;
  if (likely > MOST_COUNTED) return staysUntil(likely, a, b);
  const next = negativeBinomial(shape, rate, time);
  let reached = 1;
  let stayed = 1;
  let sum = 0;
  const end = likely + 40 * Math.sqrt(likely * (1 + time / rate)) + 100;
  for (let y = 1; y < end; y++) {
    reached -= Math.exp(next());
    if (reached <= 1e-15) break;
    sum += stayed * reached;
    stayed *= (b + y - 1) / (a + b + y - 1);
  }
  return sum;
}

/** Expected orders of a customer who leaves after each with p ~ Beta(a, b), at most `most` of them, which is large. */
function staysUntil(most: number, a: number, b: number): number {
  const awayFromPole = Math.abs(a - 1) < 1e-7 ? a + 1e-7 : a;
  const sum = awayFromPole + b;
  const stayed = Math.exp(logGamma(b + most) - logGamma(b) + logGamma(sum) - logGamma(sum + most));
  return (sum - 1 - (sum + most - 1) * stayed) / (awayFromPole - 1);
}

/**
 * With a this large all customers leave with nearly the same probability p, and the mean over its beta distribution is that of its two
 * points one standard deviation off the middle: E = (1 - (alpha / (alpha + p t))^r) / p for the rate's posterior.
 */
function ofAlikeCustomers(shape: number, rate: number, a: number, b: number, time: number): number {
  const middle = a / (a + b);
  const spread = Math.sqrt((middle * (b / (a + b))) / (a + b + 1));
  const given = (p: number) => -Math.expm1(-shape * Math.log1p((p * time) / rate)) / p;
  return (given(middle + spread) + given(middle - spread)) / 2;
}
