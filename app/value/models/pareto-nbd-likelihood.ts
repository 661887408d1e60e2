import type { LikelihoodGradient } from "./bg-nbd-likelihood.ts";
import type { CollapsedHistories } from "./collapse-histories.ts";
import { paretoOdds } from "./pareto-nbd-odds.ts";
import { logRisingFactorials } from "./rising-factorial.ts";

/**
 * The Pareto/NBD likelihood. Per customer, with S_r(x) = ln Gamma(r + x) - ln Gamma(r) and rho the log odds of having left:
 * ln L = S_r(x) + r ln alpha + s ln beta - (r + x) ln(alpha + T) - s ln(beta + T) + softplus(rho). Derivatives in r, alpha, s, beta.
 * Source: Schmittlein, Morrison and Colombo (1987), equation A10; Fader and Hardie (2005), equation 20; rearranged.
 */
export function paretoNbdLikelihood(data: CollapsedHistories): LikelihoodGradient {
  const { rows, frequencies, recencies, ages, frequencyAt, recencyAt, ageAt, weight } = data;
  const inRow = new Float64Array(4);
  return (params, gradient) => {
    const [r, alpha, s, beta] = params as [number, number, number, number];
    const odds = paretoOdds(r, alpha, s, beta);
    const orders = logRisingFactorials(r, frequencies, 0);
    const logAlpha = Math.log(alpha);
    const logBeta = Math.log(beta);
    let total = 0;
    gradient.fill(0);
    for (let row = 0; row < rows; row++) {
      const atX = frequencyAt[row] as number;
      const x = frequencies[atX] as number;
      const age = ages[ageAt[row] as number] as number;
      const count = weight[row] as number;
      const rho = odds(x, recencies[recencyAt[row] as number] as number, age, inRow);
      const power = Math.exp(rho > 0 ? -rho : rho);
      const left = rho > 0 ? 1 / (1 + power) : power / (1 + power);
      const logAlphaT = Math.log(alpha + age);
      const logBetaT = Math.log(beta + age);
      total +=
        count *
        ((orders.value[atX] as number) +
          r * (logAlpha - logAlphaT) -
          x * logAlphaT +
          s * (logBeta - logBetaT) +
          Math.max(rho, 0) +
          Math.log1p(power));
      const dR = (orders.slope[atX] as number) + logAlpha - logAlphaT + left * (inRow[0] as number);
      const dAlpha = r / alpha - (r + x) / (alpha + age) + left * (inRow[1] as number);
      const dS = logBeta - logBetaT + left * (inRow[2] as number);
      const dBeta = s / beta - s / (beta + age) + left * (inRow[3] as number);
      gradient[0] = (gradient[0] as number) + count * dR;
      gradient[1] = (gradient[1] as number) + count * dAlpha;
      gradient[2] = (gradient[2] as number) + count * dS;
      gradient[3] = (gradient[3] as number) + count * dBeta;
    }
    return total;
  };
}
