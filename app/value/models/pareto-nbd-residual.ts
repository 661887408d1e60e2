import { gaussLegendre } from "./gauss-legendre.ts";
import type { History } from "./histories.ts";
import type { ParetoNbdParams } from "./order-model.ts";
import { paretoNbdAlive } from "./pareto-nbd-expectation.ts";

const { nodes, weights } = gaussLegendre(24);
const PANELS = 12;
const NEGLIGIBLE = 40;

/**
 * Discounted expected residual transactions: all orders a Pareto/NBD customer is still to place, each worth e^(-rate t) at time t.
 * `rate` is continuous, per time unit, above 0. Integrates P(alive)(r + x)/(alpha + T) e^(-rate t) ((beta + T)/(beta + T + t))^s in
 * ln(beta + T + t). Source: Fader, Hardie and Lee (2005), RFM and CLV: Using Iso-Value Curves for Customer Base Analysis, equation 2.
 * @throws RangeError for a rate of 0 or less, for which the sum has no end
 */
export function paretoNbdResidualOrders(params: ParetoNbdParams, history: History, rate: number): number {
  if (!(rate > 0)) throw new RangeError(`The discount rate must be above 0, not ${rate}.`);
  const { r, alpha, s, beta } = params;
  const from = beta + history.age;
  const length = Math.log1p(NEGLIGIBLE / (rate * from));
  let sum = 0;
  for (let panel = 0; panel < PANELS; panel++) {
    for (let k = 0; k < nodes.length; k++) {
      const along = (length * (panel + (nodes[k] as number))) / PANELS;
      sum += (((weights[k] as number) * length) / PANELS) * from * Math.exp((1 - s) * along - rate * from * Math.expm1(along));
    }
  }
  return ((paretoNbdAlive(params, history) * (r + history.frequency)) / (alpha + history.age)) * sum;
}
