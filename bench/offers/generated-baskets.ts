import type { Baskets } from "../../app/funnel/affinity/baskets.ts";
import type { Random } from "../../app/value/models/seeded-random.ts";

const DAYS = 365;
const LARGEST = 30;
const GOES_ON = 0.58;

/** A year of made-up orders of 2.4 products on average; few products sell most. */
export function generatedBaskets(orders: number, products: number, random: Random): Baskets {
  const starts = new Int32Array(orders + 1);
  const items = new Int32Array(Math.ceil(orders * 2.6) + LARGEST);
  const ages = new Float32Array(orders);
  let end = 0;
  for (let order = 0; order < orders; order++) {
    const from = end;
    let size = 1;
    while (size < LARGEST && random() < GOES_ON) size++;
    for (let at = 0; at < size && end < items.length; at++) {
      const product = Math.floor(products * random() ** 3);
      if (items.subarray(from, end).includes(product)) continue;
      items[end++] = product;
    }
    starts[order + 1] = end;
    ages[order] = random() * DAYS;
  }
  return { products, starts, items: items.subarray(0, end), ages };
}
