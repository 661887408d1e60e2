import { type Baskets, orderCount } from "./baskets.ts";
import { BestEntries } from "./best-entries.ts";
import { orderWeights } from "./order-weights.ts";

/** X'WX over the most bought products, all of it: row r, column c at cells[r * size + c]. */
export interface GramMatrix {
  readonly size: number;
  /** which product a row is, the most bought first */
  readonly products: Int32Array;
  readonly cells: Float32Array;
}

export interface GramSettings {
  readonly halfLifeDays: number;
  readonly sizeDamping: number;
  /** the matrix holds the square of this, 4 bytes each */
  readonly mostProducts: number;
}

/** One row at a time, so that what is added to stays in the processor's cache; orders as wide as a wholesaler's count too. */
export function gramMatrix(baskets: Baskets, settings: GramSettings): GramMatrix {
  const weights = orderWeights(baskets, settings.halfLifeDays, settings.sizeDamping);
  const products = mostBought(baskets, weights, settings.mostProducts);
  const size = products.length;
  const { starts, rows, ordersOf, rowStarts } = amongThese(baskets, products);
  const cells = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    const sums = cells.subarray(row * size, (row + 1) * size);
    for (let at = rowStarts[row] as number; at < (rowStarts[row + 1] as number); at++) {
      const order = ordersOf[at] as number;
      const weight = weights[order] as number;
      for (let i = starts[order] as number; i < (starts[order + 1] as number); i++)
        sums[rows[i] as number] = (sums[rows[i] as number] as number) + weight;
    }
  }
  return { size, products, cells };
}

/** By the weights of their orders. */
function mostBought({ products, starts, items }: Baskets, weights: Float32Array, most: number): Int32Array {
  const totals = new Float64Array(products);
  for (let order = 0; order < weights.length; order++) {
    for (let at = starts[order] as number; at < (starts[order + 1] as number); at++) {
      totals[items[at] as number] = (totals[items[at] as number] as number) + (weights[order] as number);
    }
  }
  const best = new BestEntries(Math.max(1, Math.min(most, products)));
  for (let product = 0; product < products; product++) if ((totals[product] as number) > 0) best.offer(product, totals[product] as number);
  const kept = new Int32Array(Math.min(most, products));
  return kept.subarray(0, best.drain(kept, 0));
}

/** Orders as rows of the chosen products alone, and of each row its orders, oldest number first. */
function amongThese(baskets: Baskets, products: Int32Array) {
  const rowOf = new Int32Array(baskets.products).fill(-1);
  products.forEach((product, row) => {
    rowOf[product] = row;
  });
  const starts = new Int32Array(orderCount(baskets) + 1);
  const rows = new Int32Array(baskets.items.length);
  const rowStarts = new Int32Array(products.length + 1);
  let end = 0;
  for (let order = 0; order < orderCount(baskets); order++) {
    for (let at = baskets.starts[order] as number; at < (baskets.starts[order + 1] as number); at++) {
      const row = rowOf[baskets.items[at] as number] as number;
      if (row < 0) continue;
      rows[end++] = row;
      rowStarts[row + 1] = (rowStarts[row + 1] as number) + 1;
    }
    starts[order + 1] = end;
  }
  for (let row = 0; row < products.length; row++) rowStarts[row + 1] = (rowStarts[row + 1] as number) + (rowStarts[row] as number);
  const ordersOf = new Int32Array(end);
  const next = rowStarts.slice(0, products.length);
  for (let order = 0; order + 1 < starts.length; order++) {
    for (let at = starts[order] as number; at < (starts[order + 1] as number); at++) {
      const slot = next[rows[at] as number] as number;
      ordersOf[slot] = order;
      next[rows[at] as number] = slot + 1;
    }
  }
  return { starts, rows, ordersOf, rowStarts };
}
