import { digamma, logGamma } from "./log-gamma.ts";

const LONGEST_WALK = 64;

/**
 * ln of the rising factorial, ln Gamma(c + n) - ln Gamma(c), and its derivative in c, for each n of a rising list of whole numbers.
 * Short gaps are summed term by term, which stays exact where the two gammas would cancel; long gaps use the gammas.
 */
export function logRisingFactorials(c: number, counts: ArrayLike<number>, add: number): { value: Float64Array; slope: Float64Array } {
  const value = new Float64Array(counts.length);
  const slope = new Float64Array(counts.length);
  let sum = 0;
  let sumSlope = 0;
  let reached = 0;
  for (let at = 0; at < counts.length; at++) {
    const n = (counts[at] as number) + add;
    if (n - reached > LONGEST_WALK) {
      sum += logGamma(c + n) - logGamma(c + reached);
      sumSlope += digamma(c + n) - digamma(c + reached);
    } else {
      for (let j = reached; j < n; j++) {
        sum += Math.log(c + j);
        sumSlope += 1 / (c + j);
      }
    }
    reached = n;
    value[at] = sum;
    slope[at] = sumSlope;
  }
  return { value, slope };
}
