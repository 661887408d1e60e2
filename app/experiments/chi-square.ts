import { logGamma } from "../value/models/log-gamma.ts";

/** P(X <= x) of the chi-square distribution with `freedom` > 0. */
export function chiSquareCdf(x: number, freedom: number): number {
  return x <= 0 ? 0 : incompleteGamma(freedom / 2, x / 2).lower;
}

/** P(X > x); small tails keep their relative precision. */
export function chiSquareTail(x: number, freedom: number): number {
  return x <= 0 ? 1 : incompleteGamma(freedom / 2, x / 2).upper;
}

/** The x with P(X <= x) = p, 0 <= p < 1: Newton's steps kept between bounds. */
export function chiSquareInverse(p: number, freedom: number): number {
  if (!(p >= 0 && p < 1)) throw new RangeError(`A probability is from 0 to below 1, not ${p}`);
  if (p === 0) return 0;
  let low = 0;
  let high = Math.max(1, freedom);
  while (chiSquareCdf(high, freedom) < p) {
    low = high;
    high *= 2;
  }
  let x = (low + high) / 2;
  const logFront = -(freedom / 2) * Math.LN2 - logGamma(freedom / 2);
  for (let step = 0; step < 300; step++) {
    const { lower, upper } = incompleteGamma(freedom / 2, x / 2);
    // the smaller side carries the precision
    const error = p > 0.5 ? 1 - p - upper : lower - p;
    if (error < 0) low = x;
    else high = x;
    const density = Math.exp(logFront + (freedom / 2 - 1) * Math.log(x) - x / 2);
    const next = x - error / density;
    const kept = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(kept - x) <= 1e-15 * x) return kept;
    x = kept;
  }
  return x;
}

/** The regularised incomplete gamma functions P(a, x) and Q(a, x): series below a + 1, else Lentz's continued fraction (DLMF 8.11.4, 8.9.2). */
function incompleteGamma(a: number, x: number): { lower: number; upper: number } {
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < 100_000 && term > sum * 1e-17; n++) {
      term *= x / (a + n);
      sum += term;
    }
    const lower = Math.min(1, front * sum);
    return { lower, upper: 1 - lower };
  }
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 100_000; n++) {
    const factor = -n * (n - a);
    b += 2;
    d = 1 / (factor * d + b || tiny);
    c = b + factor / c || tiny;
    const step = d * c;
    fraction *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  const upper = Math.min(1, front * fraction);
  return { lower: 1 - upper, upper };
}
