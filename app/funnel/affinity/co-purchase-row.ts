import type { Baskets } from "./baskets.ts";

/** Orders looked up before they are summed: enough to wait for many at once, few enough to stay in the nearest cache. */
const AHEAD = 512;

/** What one product was bought together with: dense, though few products have a count. One row serves product after product. */
export class CoPurchaseRow {
  /** of the weights of the orders that have both */
  readonly sums: Float32Array;
  /** of those orders */
  readonly counts: Int32Array;
  /** the `seen` products with a count, in no order; the row's own is not among them */
  readonly others: Int32Array;
  seen = 0;

  readonly #baskets: Baskets;
  readonly #weights: Float32Array;
  readonly #ahead = {
    starts: new Int32Array(AHEAD),
    ends: new Int32Array(AHEAD),
    weights: new Float32Array(AHEAD),
    items: new Int32Array(AHEAD),
  };

  constructor(baskets: Baskets, weights: Float32Array) {
    this.#baskets = baskets;
    this.#weights = weights;
    this.sums = new Float32Array(baskets.products);
    this.counts = new Int32Array(baskets.products);
    this.others = new Int32Array(baskets.products);
  }

  /** Adds up the product's orders in the order given, as sums of rounded numbers depend on it. */
  fill(product: number, orders: Int32Array): void {
    // counted already, so that it is not listed
    this.counts[product] = 1;
    for (let from = 0; from < orders.length; from += AHEAD) this.#add(orders, from, Math.min(orders.length, from + AHEAD));
    this.counts[product] = 0;
    this.sums[product] = 0;
  }

  clear(): void {
    const { sums, counts, others } = this;
    for (let at = 0; at < this.seen; at++) {
      sums[others[at] as number] = 0;
      counts[others[at] as number] = 0;
    }
    this.seen = 0;
  }

  /**
   * Orders lie all over memory. Looked up one after the other, each would be waited for, as where a loop over it ends is known only
   * when it is there; so they are looked up many at a time, in loops that the processor can run ahead in, and summed from the cache.
   */
  #add(orders: Int32Array, from: number, to: number): void {
    const { starts, items } = this.#baskets;
    const weights = this.#weights;
    const ahead = this.#ahead;
    const count = to - from;
    for (let at = 0; at < count; at++) {
      const order = orders[from + at] as number;
      ahead.starts[at] = starts[order] as number;
      ahead.ends[at] = starts[order + 1] as number;
      ahead.weights[at] = weights[order] as number;
    }
    for (let at = 0; at < count; at++) {
      // kept, or else the compiler would drop the reading: first and last may lie in two lines of the cache
      ahead.items[at] = (items[ahead.starts[at] as number] as number) + (items[(ahead.ends[at] as number) - 1] as number);
    }
    const { sums, counts, others } = this;
    let seen = this.seen;
    for (let at = 0; at < count; at++) {
      const weight = ahead.weights[at] as number;
      const end = ahead.ends[at] as number;
      for (let i = ahead.starts[at] as number; i < end; i++) {
        const other = items[i] as number;
        const before = counts[other] as number;
        if (before === 0) others[seen++] = other;
        counts[other] = before + 1;
        sums[other] = (sums[other] as number) + weight;
      }
    }
    this.seen = seen;
  }
}
