import { seededRandom } from "../../value/models/seeded-random.ts";
import type { Baskets } from "./baskets.ts";
import type { NeighbourTable } from "./neighbour-table.ts";

/** Orders as the engine reads them, `age` in days. */
export function baskets(orders: readonly { items: readonly number[]; age?: number }[], products: number): Baskets {
  const starts = [0];
  for (const { items } of orders) starts.push((starts.at(-1) ?? 0) + items.length);
  return {
    products,
    starts: Int32Array.from(starts),
    items: Int32Array.from(orders.flatMap(({ items }) => items)),
    ages: Float64Array.from(orders, ({ age }) => age ?? 0),
  };
}

/** The neighbours kept of a product, best first. */
export function row(table: NeighbourTable, product: number): [other: number, score: number][] {
  const entries: [number, number][] = [];
  for (let at = table.starts[product] as number; at < (table.starts[product + 1] as number); at++) {
    entries.push([table.others[at] as number, table.scores[at] as number]);
  }
  return entries;
}

/** Products 0-9 go with 10-19 of the same digit; 20 is in half of all orders. */
export function pairedShop(orders: number, seed: number): Baskets {
  const random = seededRandom(seed);
  return baskets(
    Array.from({ length: orders }, (_, at) => {
      const first = Math.floor(random() * 10);
      const items = [first];
      if (random() < 0.7) items.push(10 + first);
      if (random() < 0.5) items.push(20);
      return { items, age: orders - at };
    }),
    21,
  );
}
