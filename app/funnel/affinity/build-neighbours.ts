import { type Baskets, orderCount } from "./baskets.ts";
import { BestEntries } from "./best-entries.ts";
import { CoPurchaseRow } from "./co-purchase-row.ts";
import { type CoPurchaseTable, MOST_TOGETHER } from "./neighbour-table.ts";
import { orderWeights } from "./order-weights.ts";
import { productOrders } from "./product-orders.ts";
import { RoughKeys } from "./rough-keys.ts";

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
  const { products } = baskets;
  const { asymmetry, shrink, largestBasket, keep } = settings;
  const weights = orderWeights(baskets, settings.halfLifeDays, settings.sizeDamping);
  const totals = weightedOrders(baskets, weights);
  const index = productOrders(baskets, largestBasket);
  const damping = totals.map((total) => (total + shrink) ** (asymmetry - 1));
  const starts = new Int32Array(products + 1);
  // untouched pages of the rows that stay empty cost no memory
  const others = new Int32Array(products * keep);
  const scores = new Float32Array(products * keep);
  const together = new Uint16Array(products * keep);
  const row = new CoPurchaseRow(baskets, weights);
  const { sums, counts } = row;
  const rough = new RoughKeys(products);
  const best = new BestEntries(keep);
  let seen = 0;
  let end = 0;
  for (let product = 0; product < products; product++) {
    row.fill(product, index.orders.subarray(index.starts[product] as number, index.starts[product + 1] as number));
    offerBest(row, damping, { rough, best, keep });
    const own = ((totals[product] as number) + shrink) ** -asymmetry;
    const kept = best.drain(others, end);
    for (let at = end; at < end + kept; at++) {
      const other = others[at] as number;
      scores[at] = own * (sums[other] as number) * (damping[other] as number);
      together[at] = Math.min(MOST_TOGETHER, counts[other] as number);
    }
    seen += row.seen;
    row.clear();
    end += kept;
    starts[product + 1] = end;
  }
  const table = { starts, others: others.subarray(0, end), scores: scores.subarray(0, end), together: together.subarray(0, end) };
  // each pair was seen from both sides
  return { table, pairs: seen / 2 };
}

/** Offers the row's products that may be among the best: most are clearly not, and a heap takes its time for each. */
function offerBest(
  { seen, others, sums }: CoPurchaseRow,
  damping: Float64Array,
  { rough, best, keep }: { readonly rough: RoughKeys; readonly best: BestEntries; readonly keep: number },
): void {
  const { keys } = rough;
  for (let at = 0; at < seen; at++) {
    const other = others[at] as number;
    keys[at] = (sums[other] as number) * (damping[other] as number);
  }
  const bar = rough.bar(seen, keep);
  for (let at = 0; at < seen; at++) {
    if ((keys[at] as number) < bar) continue;
    const other = others[at] as number;
    best.offer(other, (sums[other] as number) * (damping[other] as number));
  }
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
