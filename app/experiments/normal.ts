const ROOT_TWO = Math.SQRT2;
const ROOT_PI = Math.sqrt(Math.PI);
const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);
const SERIES_BELOW = 2;

/** Density of the standard normal distribution. */
export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / ROOT_TWO_PI;
}

/** P(Z <= z) of the standard normal distribution, to about 1e-15; small tails keep their relative precision. */
export function normalCdf(z: number): number {
  if (z > 0) return 1 - 0.5 * erfc(z / ROOT_TWO);
  return 0.5 * erfc(-z / ROOT_TWO);
}

/** P(Z > z). */
export function normalTail(z: number): number {
  return normalCdf(-z);
}

/** The z with P(Z <= z) = p, for 0 <= p <= 1: a rational start (Abramowitz and Stegun 26.2.23), then Halley's steps. */
export function normalInverse(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`A probability is from 0 to 1, not ${p}`);
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  if (p > 0.5) return -normalInverse(1 - p);
  const t = Math.sqrt(-2 * Math.log(p));
  let z = -(t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t));
  for (let step = 0; step < 4; step++) {
    const error = (normalCdf(z) - p) / normalDensity(z);
    z -= error / (1 + 0.5 * z * error);
  }
  return z;
}

/** The complementary error function for x >= 0: Maclaurin series of erf, or Lentz's continued fraction (DLMF 7.6.1, 7.9.1). */
function erfc(x: number): number {
  if (x < SERIES_BELOW) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum) && n < 200; n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return 1 - (2 / ROOT_PI) * sum;
  }
  if (x > 27) return 0;
  // erfc(x) = exp(-x^2) / sqrt(pi) x 1 / (x + (1/2) / (x + 1 / (x + (3/2) / (x + ...)))), from the inside out
  let fraction = x;
  for (let k = 120; k >= 1; k--) fraction = x + k / 2 / fraction;
  return Math.exp(-x * x) / (ROOT_PI * fraction);
}
