import type { LikelihoodGradient } from "./bg-nbd-likelihood.ts";
import { digamma, logGamma } from "./log-gamma.ts";

/** Spend of customers grouped by how many orders it is the mean of. */
export interface SpendGroups {
  readonly customers: number;
  /** distinct numbers of orders, 1 or more */
  readonly orders: Float64Array;
  /** where each group's totals begin; one more entry than groups */
  readonly start: Int32Array;
  /** each customer's total spend (orders times mean), by group */
  readonly totals: Float64Array;
  /** sum of ln mean per group */
  readonly logMeans: Float64Array;
}

// Eight factors around 1 multiply without leaving a double's range: one logarithm does for eight customers.
const BLOCK = 8;
const SAFE_LOW = 1e-30;
const SAFE_HIGH = 1e30;

/**
 * The Gamma-Gamma likelihood; derivatives in p, q, v. Per customer with the mean z of n orders:
 * ln L = lnG(p n + q) - lnG(p n) - lnG(q) + q ln v + (p n - 1) ln z + p n ln n - (p n + q) ln(v + n z), G the gamma function.
 * Source: Fader and Hardie (2013), The Gamma-Gamma Model of Monetary Value, equation 1a.
 */
export function gammaGammaLikelihood({ orders, start, totals, logMeans }: SpendGroups): LikelihoodGradient {
  return (params, gradient) => {
    const [p, q, v] = params as [number, number, number];
    const logV = Math.log(v);
    const logGammaQ = logGamma(q);
    const digammaQ = digamma(q);
    let total = 0;
    let dP = 0;
    let dQ = 0;
    let dV = 0;
    for (let k = 0; k < orders.length; k++) {
      const n = orders[k] as number;
      const from = start[k] as number;
      const to = start[k + 1] as number;
      const count = to - from;
      let logs = 0;
      let inverses = 0;
      for (let at = from; at < to; ) {
        const end = Math.min(to, at + BLOCK);
        let product = 1;
        for (; at < end; at++) {
          const sum = v + (totals[at] as number);
          inverses += 1 / sum;
          if (sum > SAFE_LOW && sum < SAFE_HIGH) product *= sum;
          else logs += Math.log(sum);
        }
        logs += Math.log(product);
      }
      const shape = p * n;
      const logN = Math.log(n);
      const logZ = logMeans[k] as number;
      total +=
        count * (logGamma(shape + q) - logGamma(shape) - logGammaQ + q * logV + shape * logN) + (shape - 1) * logZ - (shape + q) * logs;
      const digammaSum = digamma(shape + q);
      dP += n * (count * (digammaSum - digamma(shape) + logN) + logZ - logs);
      dQ += count * (digammaSum - digammaQ + logV) - logs;
      dV += (count * q) / v - (shape + q) * inverses;
    }
    gradient[0] = dP;
    gradient[1] = dQ;
    gradient[2] = dV;
    return total;
  };
}
