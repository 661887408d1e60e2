import { type Baskets, orderCount } from "./baskets.ts";

/** The orders of each product, oldest number first: product p has orders[starts[p]] to orders[starts[p + 1] - 1]. */
export interface ProductOrders {
  readonly starts: Int32Array;
  readonly orders: Int32Array;
}

/** Which orders of at least two products, and not more than `largest`, have a product. */
export function productOrders(baskets: Baskets, largest: number): ProductOrders {
  const { products, items } = baskets;
  const starts = new Int32Array(products + 1);
  const count = orderCount(baskets);
  for (let order = 0; order < count; order++) {
    const from = baskets.starts[order] as number;
    const to = baskets.starts[order + 1] as number;
    if (to - from < 2 || to - from > largest) continue;
    for (let at = from; at < to; at++) {
      const product = items[at] as number;
      starts[product + 1] = (starts[product + 1] as number) + 1;
    }
  }
  for (let product = 0; product < products; product++) {
    starts[product + 1] = (starts[product + 1] as number) + (starts[product] as number);
  }
  const orders = new Int32Array(starts[products] as number);
  const next = starts.slice(0, products);
  for (let order = 0; order < count; order++) {
    const from = baskets.starts[order] as number;
    const to = baskets.starts[order + 1] as number;
    if (to - from < 2 || to - from > largest) continue;
    for (let at = from; at < to; at++) {
      const product = items[at] as number;
      const slot = next[product] as number;
      orders[slot] = order;
      next[product] = slot + 1;
    }
  }
  return { starts, orders };
}
