import { type Baskets, orderCount } from "./baskets.ts";
import { BestEntries } from "./best-entries.ts";
import { type CoPurchaseTable, MOST_TOGETHER } from "./neighbour-table.ts";
import { orderWeights } from "./order-weights.ts";

export interface EngineSettings {
  readonly halfLifeDays: number;
  readonly sizeDamping: number;
  /** 0.5 is the cosine, 1 the confidence of the rule i -> j */
  readonly asymmetry: number;
  /** weighted orders added to each product's own, so that rare products do not score by luck */
  readonly shrink: number;
  /** an order of more products is a wholesaler's: it counts for n, not for pairs */
  readonly largestBasket: number;
  readonly keep: number;
}

export const ENGINE: EngineSettings = { halfLifeDays: 90, sizeDamping: 0.75, asymmetry: 0.7, shrink: 3, largestBasket: 100, keep: 100 };

export interface CoPurchases {
  readonly table: CoPurchaseTable;
  /** distinct unordered pairs seen together */
  readonly pairs: number;
}

/**
 * Co-purchase scores s_ij = c_ij / ((n_i + b)^a (n_j + b)^(1 - a)): an asymmetric cosine, shrunk (Aiolli, RecSys 2013).
 * c_ij is the sum of the weights of orders with i and j, n_i that of orders with i; weights: see orderWeights.
 * One product at a time: its orders' products are summed into a dense row (a row-wise sparse matrix product), the best kept.
 */
export function buildNeighbours(baskets: Baskets, settings: EngineSettings = ENGINE): CoPurchases {
  const { products, starts, items } = baskets;
  const { asymmetry, shrink, largestBasket, keep } = settings;
  const weights = orderWeights(baskets, settings.halfLifeDays, settings.sizeDamping);
  const totals = weightedOrders(baskets, weights);
  const index = ordersWithPairs(baskets, largestBasket);
  const damping = Float64Array.from(totals, (total) => (total + shrink) ** (asymmetry - 1));
  const tableStarts = new Int32Array(products + 1);
  // untouched pages of the rows that stay empty cost no memory
  const others = new Int32Array(products * keep);
  const scores = new Float32Array(products * keep);
  const together = new Uint16Array(products * keep);
  const sums = new Float32Array(products);
  const counts = new Int32Array(products);
  const touched = new Int32Array(products);
  const best = new BestEntries(keep);
  const { starts: productStarts, orders: productOrders } = index;
  let pairs = 0;
  let end = 0;
  for (let product = 0; product < products; product++) {
    let seen = 0;
    const until = productStarts[product + 1] as number;
    for (let at = productStarts[product] as number; at < until; at++) {
      const order = productOrders[at] as number;
      const weight = weights[order] as number;
      const stop = starts[order + 1] as number;
      for (let i = starts[order] as number; i < stop; i++) {
        const other = items[i] as number;
        const count = counts[other] as number;
        if (count === 0) touched[seen++] = other;
        counts[other] = count + 1;
        sums[other] = (sums[other] as number) + weight;
      }
    }
    const own = ((totals[product] as number) + shrink) ** -asymmetry;
    for (let at = 0; at < seen; at++) {
      const other = touched[at] as number;
      if (other === product) continue;
      if (other > product) pairs++;
      best.offer(other, (sums[other] as number) * (damping[other] as number));
    }
    const kept = best.drain(others, end);
    for (let at = end; at < end + kept; at++) {
      const other = others[at] as number;
      scores[at] = own * (sums[other] as number) * (damping[other] as number);
      together[at] = Math.min(MOST_TOGETHER, counts[other] as number);
    }
    for (let at = 0; at < seen; at++) {
      sums[touched[at] as number] = 0;
      counts[touched[at] as number] = 0;
    }
    end += kept;
    tableStarts[product + 1] = end;
  }
  const table = {
    starts: tableStarts,
    others: others.subarray(0, end),
    scores: scores.subarray(0, end),
    together: together.subarray(0, end),
  };
  return { table, pairs };
}

function weightedOrders(baskets: Baskets, weights: Float32Array): Float64Array {
  const { products, starts, items } = baskets;
  const totals = new Float64Array(products);
  for (let order = 0; order < orderCount(baskets); order++) {
    for (let at = starts[order] as number; at < (starts[order + 1] as number); at++) {
      totals[items[at] as number] = (totals[items[at] as number] as number) + (weights[order] as number);
    }
  }
  return totals;
}

/** Which orders of at least two products, and not too many, have a product. */
function ordersWithPairs(baskets: Baskets, largest: number): { starts: Int32Array; orders: Int32Array } {
  const { products, starts, items } = baskets;
  const productStarts = new Int32Array(products + 1);
  const eachPairOrder = (visit: (order: number, product: number) => void) => {
    for (let order = 0; order < orderCount(baskets); order++) {
      const from = starts[order] as number;
      const to = starts[order + 1] as number;
      if (to - from < 2 || to - from > largest) continue;
      for (let at = from; at < to; at++) visit(order, items[at] as number);
    }
  };
  eachPairOrder((_, product) => {
    productStarts[product + 1] = (productStarts[product + 1] as number) + 1;
  });
  for (let product = 0; product < products; product++) {
    productStarts[product + 1] = (productStarts[product + 1] as number) + (productStarts[product] as number);
  }
  const orders = new Int32Array(productStarts[products] as number);
  const next = productStarts.slice(0, products);
  eachPairOrder((order, product) => {
    const at = next[product] as number;
    orders[at] = order;
    next[product] = at + 1;
  });
  return { starts: productStarts, orders };
}
