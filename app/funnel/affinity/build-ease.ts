import type { Baskets } from "./baskets.ts";
import { BestEntries } from "./best-entries.ts";
import { type GramMatrix, type GramSettings, gramMatrix } from "./gram-matrix.ts";
import type { NeighbourTable } from "./neighbour-table.ts";
import { solveRidge } from "./solve-ridge.ts";

export interface EaseSettings extends GramSettings {
  /** in weighted orders */
  readonly ridge: number;
  /** how many products may explain one product */
  readonly support: number;
  readonly keep: number;
}

export const EASE: EaseSettings = { halfLifeDays: 90, sizeDamping: 0.5, ridge: 5, support: 100, keep: 100, mostProducts: 5000 };

const COSINE_SHRINK = 3;

/**
 * EASE, decayed and sparse: each product is predicted from the others in its orders by a ridge regression,
 * (G + ridge I) w = g with G the weighted Gram matrix, over its `support` nearest products by cosine.
 * With the support of all products this is EASE (Steck, WWW 2019), whose weights are -P_ij / P_jj of the inverse P;
 * the restriction follows Steck, Markov Random Fields for Collaborative Filtering (NeurIPS 2019). Of each product the
 * `keep` largest weights stay, negative ones too: they tell a substitute from a complement.
 */
export function buildEase(baskets: Baskets, settings: EaseSettings = EASE): NeighbourTable {
  return easeOf(baskets, settings)(settings.ridge);
}

/** The same for one ridge after another: what does not depend on it is made once. */
export function easeOf(baskets: Baskets, settings: Omit<EaseSettings, "ridge">): (ridge: number) => NeighbourTable {
  const gram = gramMatrix(baskets, settings);
  const { size, products, cells } = gram;
  const { width, supports, used } = nearest(gram, settings.support);
  return (ridge) => {
    const weights = new Float32Array(size * width);
    const matrix = new Float64Array(width * width);
    const vector = new Float64Array(width);
    for (let target = 0; target < size; target++) {
      const from = target * width;
      const count = used[target] as number;
      for (let row = 0; row < count; row++) {
        const source = (supports[from + row] as number) * size;
        for (let column = 0; column <= row; column++)
          matrix[row * count + column] = cells[source + (supports[from + column] as number)] as number;
        vector[row] = cells[source + target] as number;
      }
      solveRidge(matrix, vector, count, ridge);
      for (let row = 0; row < count; row++) weights[from + row] = vector[row] as number;
    }
    return byContext({ size, width, supports, weights, used }, products, baskets.products, settings.keep);
  };
}

/** Of each product the others that may explain it, by cosine; ascending, so that the matrix is read forwards. */
function nearest({ size, cells }: GramMatrix, support: number): Pick<Regressions, "width" | "supports" | "used"> {
  const width = Math.min(support, Math.max(0, size - 1));
  const supports = new Int32Array(size * width);
  const used = new Int32Array(size);
  const rootInverse = Float64Array.from({ length: size }, (_, at) => 1 / Math.sqrt((cells[at * size + at] as number) + COSINE_SHRINK));
  const best = new BestEntries(Math.max(1, width));
  for (let target = 0; target < size; target++) {
    for (let other = 0; other < size; other++) {
      const shared = cells[target * size + other] as number;
      if (shared > 0 && other !== target) best.offer(other, shared * (rootInverse[other] as number));
    }
    const count = best.drain(supports, target * width);
    supports.subarray(target * width, target * width + count).sort();
    used[target] = count;
  }
  return { width, supports, used };
}

interface Regressions {
  readonly size: number;
  readonly width: number;
  readonly supports: Int32Array;
  readonly weights: Float32Array;
  readonly used: Int32Array;
}

/** From "what explains a product" to "what a product in the cart speaks for", largest weights first. */
function byContext(regressions: Regressions, products: Int32Array, productCount: number, keep: number): NeighbourTable {
  const { size, width, supports, weights, used } = regressions;
  const rowStarts = new Int32Array(size + 1);
  const eachWeight = (visit: (context: number, at: number, target: number) => void) => {
    for (let target = 0; target < size; target++) {
      for (let at = target * width; at < target * width + (used[target] as number); at++) visit(supports[at] as number, at, target);
    }
  };
  eachWeight((context) => {
    rowStarts[context + 1] = (rowStarts[context + 1] as number) + 1;
  });
  for (let row = 0; row < size; row++) rowStarts[row + 1] = (rowStarts[row + 1] as number) + (rowStarts[row] as number);
  const targets = new Int32Array(rowStarts[size] as number);
  const values = new Float32Array(targets.length);
  const next = rowStarts.slice(0, size);
  eachWeight((context, at, target) => {
    const slot = next[context] as number;
    targets[slot] = target;
    values[slot] = weights[at] as number;
    next[context] = slot + 1;
  });
  const starts = new Int32Array(productCount + 1);
  const others = new Int32Array(Math.min(targets.length, size * keep));
  const scores = new Float32Array(others.length);
  const best = new BestEntries(keep);
  const slots = new Int32Array(keep);
  const rowOf = new Int32Array(productCount).fill(-1);
  for (let row = 0; row < size; row++) rowOf[products[row] as number] = row;
  let end = 0;
  for (let product = 0; product < productCount; product++) {
    const row = rowOf[product] as number;
    if (row >= 0) {
      for (let at = rowStarts[row] as number; at < (rowStarts[row + 1] as number); at++) best.offer(at, Math.abs(values[at] as number));
      const kept = best.drain(slots, 0);
      // the table promises the best first, and a negative weight is no recommendation
      const sorted = slots.subarray(0, kept).sort((a, b) => (values[b] as number) - (values[a] as number) || a - b);
      for (const slot of sorted) {
        others[end] = products[targets[slot] as number] as number;
        scores[end] = values[slot] as number;
        end++;
      }
    }
    starts[product + 1] = end;
  }
  return { starts, others: others.subarray(0, end), scores: scores.subarray(0, end) };
}
