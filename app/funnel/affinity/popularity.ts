import { type Baskets, orderCount } from "./baskets.ts";

/** The share of orders that have each product; the share of an order halves every `halfLifeDays`. */
export function popularity(baskets: Baskets, halfLifeDays = 28): Float64Array {
  const { products, starts, items, ages } = baskets;
  const shares = new Float64Array(products);
  let total = 0;
  for (let order = 0; order < orderCount(baskets); order++) {
    const weight = 2 ** (-(ages[order] as number) / halfLifeDays);
    total += weight;
    for (let at = starts[order] as number; at < (starts[order + 1] as number); at++) {
      shares[items[at] as number] = (shares[items[at] as number] as number) + weight;
    }
  }
  if (total > 0) for (let product = 0; product < products; product++) shares[product] = (shares[product] as number) / total;
  return shares;
}
