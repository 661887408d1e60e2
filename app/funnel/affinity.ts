/** What is bought with one product: neighbours best first. */
export interface Neighbours {
  /** indices of products */
  readonly others: Int32Array;
  readonly scores: Float64Array;
  /** orders that have both, unweighted */
  readonly together: Int32Array;
}

/** Orders as indices of distinct products: order o has items[starts[o]] to items[starts[o + 1] - 1]. */
export interface Baskets {
  readonly products: number;
  readonly starts: Int32Array;
  readonly items: Int32Array;
  /** age of each order in days */
  readonly ages: Float64Array;
}

const HALF_LIFE_DAYS = 90;
const SIZE_DAMPING = 0.75;
const SHRINK = 3;
const ASYMMETRY = 0.7;
const LARGEST_BASKET = 100;
const POPULARITY_WEIGHT = 0.1;

/**
 * Co-purchase scores s_ij = c_ij / ((n_i + 3)^0.7 (n_j + 3)^0.3), an asymmetric cosine (Aiolli, RecSys 2013).
 * Each order weighs 2^(-age / 90 days) x max(size - 1, 1)^-0.75; c_ij sums the orders with both products,
 * n_i those with i. Orders of more than 100 products tell little of taste and count only for n.
 */
export function neighboursOf(baskets: Baskets, product: number, index: ProductIndex, keep: number): Neighbours {
  const { starts, items } = baskets;
  const touched: number[] = [];
  for (let at = index.starts[product] ?? 0; at < (index.starts[product + 1] ?? 0); at++) {
    const order = index.orders[at] as number;
    const from = starts[order] as number;
    const to = starts[order + 1] as number;
    if (to - from > LARGEST_BASKET) continue;
    const weight = index.weights[order] as number;
    for (let i = from; i < to; i++) {
      const other = items[i] as number;
      if (other === product) continue;
      if (index.count[other] === 0) touched.push(other);
      index.count[other] = (index.count[other] as number) + 1;
      index.sum[other] = (index.sum[other] as number) + weight;
    }
  }
  const own = ((index.totals[product] as number) + SHRINK) ** ASYMMETRY;
  const scored = touched.map((other) => ({
    other,
    score: (index.sum[other] as number) / (own * ((index.totals[other] as number) + SHRINK) ** (1 - ASYMMETRY)),
    together: index.count[other] as number,
  }));
  for (const other of touched) {
    index.count[other] = 0;
    index.sum[other] = 0;
  }
  scored.sort((a, b) => b.score - a.score || a.other - b.other);
  const best = scored.slice(0, keep);
  return {
    others: Int32Array.from(best, (item) => item.other),
    scores: Float64Array.from(best, (item) => item.score),
    together: Int32Array.from(best, (item) => item.together),
  };
}

/** Which orders have a product, with the orders' weights and scratch space; made once for all products. */
export interface ProductIndex {
  readonly starts: Int32Array;
  readonly orders: Int32Array;
  readonly weights: Float64Array;
  /** n_i */
  readonly totals: Float64Array;
  readonly sum: Float64Array;
  readonly count: Int32Array;
}

export function indexProducts({ products, starts, items, ages }: Baskets): ProductIndex {
  const weights = new Float64Array(ages.length);
  const totals = new Float64Array(products);
  const productStarts = new Int32Array(products + 1);
  for (let order = 0; order < ages.length; order++) {
    const from = starts[order] as number;
    const to = starts[order + 1] as number;
    const weight = 2 ** (-(ages[order] as number) / HALF_LIFE_DAYS) * Math.max(to - from - 1, 1) ** -SIZE_DAMPING;
    weights[order] = weight;
    for (let at = from; at < to; at++) {
      const product = items[at] as number;
      totals[product] = (totals[product] as number) + weight;
      productStarts[product + 1] = (productStarts[product + 1] as number) + 1;
    }
  }
  for (let product = 0; product < products; product++)
    productStarts[product + 1] = (productStarts[product + 1] as number) + (productStarts[product] as number);
  const next = productStarts.slice();
  const orders = new Int32Array(items.length);
  for (let order = 0; order < ages.length; order++) {
    for (let at = starts[order] as number; at < (starts[order + 1] as number); at++) {
      const product = items[at] as number;
      orders[next[product] as number] = order;
      next[product] = (next[product] as number) + 1;
    }
  }
  return { starts: productStarts, orders, weights, totals, sum: new Float64Array(products), count: new Int32Array(products) };
}

/** One row of the served table: neighbours of `productId`, or the shop's most bought products for product "0". */
export interface AffinityRow {
  readonly productId: string;
  readonly otherIds: readonly string[];
  readonly scores: readonly number[];
}

/**
 * How likely a product is to join the cart, on an arbitrary scale: S(j|C) = sum over the cart of s_ij
 * + 0.1 x |C| x p_j, p_j being the weighted share of orders that have j. Never zero, so that margin alone
 * decides between products nothing is known about.
 */
export function affinityWith(cart: readonly string[], rows: readonly AffinityRow[]): (productId: string) => number {
  const scores = new Map<string, number>();
  for (const row of rows) {
    const weight = row.productId === "0" ? POPULARITY_WEIGHT * Math.max(1, cart.length) : 1;
    for (const [at, id] of row.otherIds.entries()) scores.set(id, (scores.get(id) ?? 0) + weight * (row.scores[at] ?? 0));
  }
  return (productId) => (scores.get(productId) ?? 0) + 1e-6;
}
