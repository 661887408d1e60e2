import { gaussLegendre } from "./gauss-legendre.ts";

const { nodes, weights } = gaussLegendre(24);
const COUNT = nodes.length;
// exp(-38) is 3e-17: what lies further adds nothing to a double.
const NEGLIGIBLE = 38;

/** The log odds that a customer has left and, with `gradient`, their derivatives in r, alpha, s, beta. */
type ParetoOdds = (x: number, recency: number, age: number, gradient?: Float64Array) => number;

/**
 * Log odds that a Pareto/NBD customer has left, by quadrature instead of differences of hypergeometric functions, which cancel:
 * rho = ln s + ln int_(t_x)^T ((alpha + y)/(alpha + T))^-(r+x) ((beta + y)/(beta + T))^-s / (beta + y) dy,
 * with 24 Gauss-Legendre nodes in ln(min(alpha, beta) + y). Minus infinity where T = t_x.
 * Source: Schmittlein, Morrison and Colombo (1987); Fader and Hardie (2005), A note on deriving the Pareto/NBD model, equation 23.
 */
export function paretoOdds(r: number, alpha: number, s: number, beta: number): ParetoOdds {
  const shift = Math.min(alpha, beta);
  const logS = Math.log(s);
  const share = new Float64Array(COUNT);
  const logAlphaY = new Float64Array(COUNT);
  const logBetaY = new Float64Array(COUNT);
  const time = new Float64Array(COUNT);

  return (x, recency, age, gradient) => {
    if (age <= recency) {
      gradient?.fill(0);
      return -Infinity;
    }
    const slope = r + x - 1;
    const reach = slope > 0 ? (alpha + recency) * Math.expm1(NEGLIGIBLE / slope) : Infinity;
    const start = Math.log(shift + recency);
    const length = Math.log1p(Math.min(age - recency, reach) / (shift + recency));
    const logAlphaT = Math.log(alpha + age);
    const logBetaT = Math.log(beta + age);
    let highest = -Infinity;
    for (let k = 0; k < COUNT; k++) {
      const along = length * (nodes[k] as number);
      const u = start + along;
      const y = recency + (shift + recency) * Math.expm1(along);
      const logA = shift === alpha ? u : Math.log(alpha + y);
      const logB = shift === beta ? u : Math.log(beta + y);
      const exponent = u - (r + x) * (logA - logAlphaT) - s * (logB - logBetaT) - logB;
      time[k] = y;
      logAlphaY[k] = logA;
      logBetaY[k] = logB;
      share[k] = exponent;
      if (exponent > highest) highest = exponent;
    }
    let sum = 0;
    for (let k = 0; k < COUNT; k++) {
      const part = (weights[k] as number) * Math.exp((share[k] as number) - highest);
      share[k] = part;
      sum += part;
    }
    if (gradient) {
      let dR = 0;
      let dAlpha = 0;
      let dS = 0;
      let dBeta = 0;
      for (let k = 0; k < COUNT; k++) {
        const part = (share[k] as number) / sum;
        const y = time[k] as number;
        dR -= part * ((logAlphaY[k] as number) - logAlphaT);
        dAlpha -= part * (r + x) * (1 / (alpha + y) - 1 / (alpha + age));
        dS -= part * ((logBetaY[k] as number) - logBetaT);
        dBeta -= part * (s * (1 / (beta + y) - 1 / (beta + age)) + 1 / (beta + y));
      }
      gradient[0] = dR;
      gradient[1] = dAlpha;
      gradient[2] = dS + 1 / s;
      gradient[3] = dBeta;
    }
    return logS + highest + Math.log(sum * length);
  };
}
