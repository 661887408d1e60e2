import { AS_IT_IS, baseProbability, type Calibration, calibrate } from "./base-probability.ts";
import { type CoPurchaseTable, togetherIn } from "./neighbour-table.ts";
import type { ProductFacts } from "./rank-cart.ts";
import type { Ranker } from "./score-ranking.ts";
import type { CartOnTheWay } from "./validation-split.ts";

const CANDIDATES = 10;
/** Fewer say little of a slope. */
const FEWEST_JOINED = 50;

/**
 * How far base probabilities are off where it matters: over the ten products that would be considered for each cart, whether
 * they came to join it without an offer. No change while fewer than fifty did.
 */
export function fitCalibration(
  carts: readonly CartOnTheWay[],
  parts: ProductFacts & { readonly engine: CoPurchaseTable },
  rank: Ranker,
): Calibration {
  const together = togetherIn(parts.engine);
  const predicted: number[] = [];
  const happened: number[] = [];
  let joins = 0;
  for (const { cart, joined } of carts) {
    for (const { product } of rank(cart, CANDIDATES)) {
      const came = joined.includes(product) ? 1 : 0;
      predicted.push(baseProbability(parts, together, cart, product));
      happened.push(came);
      joins += came;
    }
  }
  return joins < FEWEST_JOINED ? AS_IT_IS : calibrate(predicted, happened);
}
