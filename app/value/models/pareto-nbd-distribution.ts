import { gaussLegendre } from "./gauss-legendre.ts";
import { negativeBinomial } from "./negative-binomial.ts";
import type { ParetoNbdParams } from "./order-model.ts";

const { nodes, weights } = gaussLegendre(24);
const PANELS = 4;

/**
 * P(y orders in the next `time`) for y = 0, 1, ... of a customer who is alive with lambda ~ Gamma(r, alpha) and mu ~ Gamma(s, beta),
 * until `mass` of the probability is told or `most` values are. With a store's own parameters it is a new customer's distribution; a
 * customer with history (x, T) who is alive has r + x, alpha + T and beta + T.
 * Orders until the customer leaves at time y are negative binomial; that time is integrated by 4 x 24 Gauss-Legendre nodes in
 * ln(min(alpha, beta) + y). Source: Fader and Hardie (2006), Deriving an expression for P(X(t) = x) under the Pareto/NBD model.
 */
export function paretoNbdDistribution({ r, alpha, s, beta }: ParetoNbdParams, time: number, mass: number, most: number): number[] {
  const shift = Math.min(alpha, beta);
  const length = Math.log1p(time / shift);
  const shares: number[] = [Math.exp(-s * Math.log1p(time / beta))];
  const counts = [negativeBinomial(r, alpha, time)];
  for (let panel = 0; panel < PANELS; panel++) {
    for (let k = 0; k < nodes.length; k++) {
      const along = (length * (panel + (nodes[k] as number))) / PANELS;
      const until = shift * Math.expm1(along);
      const density = (s / (beta + until)) * Math.exp(-s * Math.log1p(until / beta));
      shares.push((((weights[k] as number) * length) / PANELS) * (shift + until) * density);
      counts.push(negativeBinomial(r, alpha, until));
    }
  }
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const chances: number[] = [];
  let told = 0;
  for (let y = 0; y < most && told < mass; y++) {
    let chance = 0;
    for (let k = 0; k < shares.length; k++) chance += ((shares[k] as number) / whole) * Math.exp((counts[k] as () => number)());
    chances.push(chance);
    told += chance;
    if (y > 8 && chance === 0 && told > 0.5) break;
  }
  return chances;
}
