import { normalDensity, normalInverse, normalTail } from "./normal.ts";

/** Above this the expansion in 1 / degrees of freedom is exact to 1e-13 and the continued fraction slow. */
const EXPAND_FROM = 1e6;

/** P(T <= t) of Student's t distribution; `freedom` above 0, not necessarily whole. */
export function studentCdf(t: number, freedom: number): number {
  return t > 0 ? 1 - studentTail(t, freedom) : studentTail(-t, freedom);
}

/** P(T > t) for t >= 0: half the regularised incomplete beta function at freedom / (freedom + t^2). */
export function studentTail(t: number, freedom: number): number {
  if (!(freedom > 0)) throw new RangeError(`Degrees of freedom are above 0, not ${freedom}`);
  if (t === 0) return 0.5;
  if (freedom > EXPAND_FROM) return expandedTail(t, freedom);
  const square = t * t;
  const a = freedom / 2;
  // t^2 / freedom may overflow to infinity, where the tail is nothing
  const log = -a * Math.log1p(square / freedom) - 0.5 * Math.log1p(freedom / square) + logGammaHalfStep(a) - 0.5 * Math.log(Math.PI);
  const front = Math.exp(log);
  const x = freedom / (freedom + square);
  if (x < (a + 1) / (a + 2.5)) return Math.min(0.5, (0.5 * front * betaFraction(a, 0.5, x)) / a);
  return 0.5 - (0.5 * front * betaFraction(0.5, a, square / (freedom + square))) / 0.5;
}

/** The t with P(T <= t) = p, for 0 < p < 1: Newton's steps kept between bounds. */
export function studentInverse(p: number, freedom: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`A probability is between 0 and 1, not ${p}`);
  if (p === 0.5) return 0;
  if (p < 0.5) return -inverseTail(p, freedom);
  return inverseTail(1 - p, freedom);
}

function inverseTail(q: number, freedom: number): number {
  let low = 0;
  let high = Math.max(1, -2 * normalInverse(q));
  while (studentTail(high, freedom) > q) {
    low = high;
    high *= 2;
  }
  let t = Math.min(high, Math.max(low, -normalInverse(q)));
  for (let step = 0; step < 200; step++) {
    const tail = studentTail(t, freedom);
    if (tail > q) low = t;
    else high = t;
    // in logarithms the tail is nearly a line, even far out
    const next = t + ((Math.log(tail) - Math.log(q)) * tail) / studentDensity(t, freedom);
    const kept = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(kept - t) <= 1e-15 * Math.abs(t)) return kept;
    t = kept;
  }
  return t;
}

function studentDensity(t: number, freedom: number): number {
  return Math.exp(logGammaHalfStep(freedom / 2) - 0.5 * Math.log(Math.PI * freedom) - ((freedom + 1) / 2) * Math.log1p((t * t) / freedom));
}

/** ln Gamma(a + 1/2) - ln Gamma(a) without the cancellation of two large logarithms: Stirling's series of both, DLMF 5.11.1. */
function logGammaHalfStep(a: number): number {
  let at = a;
  let log = 0;
  while (at < 20) {
    log += Math.log(at / (at + 0.5));
    at++;
  }
  return log + (at - 0.5) * Math.log1p(0.5 / at) + 0.5 * Math.log(at + 0.5) - 0.5 + stirlingRest(at + 0.5) - stirlingRest(at);
}

function stirlingRest(x: number): number {
  const square = 1 / (x * x);
  return (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / x;
}

/** The continued fraction of the incomplete beta function, by Lentz's method. Source: DLMF 8.17.22. */
function betaFraction(a: number, b: number, x: number): number {
  const tiny = 1e-300;
  const guard = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / guard(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guard(1 + even * d);
    c = guard(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guard(1 + odd * d);
    c = guard(1 + odd / c);
    const step = d * c;
    fraction *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return fraction;
}

/** Fisher's expansion about the normal distribution. Source: Abramowitz and Stegun 26.7.9 to 26.7.10, inverted for the tail. */
function expandedTail(t: number, freedom: number): number {
  const s = t * t;
  const first = (t * (s + 1)) / 4;
  const second = (t * (((3 * s - 7) * s - 5) * s - 3)) / 96;
  return Math.max(0, normalTail(t) + normalDensity(t) * (first / freedom + second / (freedom * freedom)));
}
