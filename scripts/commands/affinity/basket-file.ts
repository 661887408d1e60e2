import type { Baskets } from "../../../app/funnel/affinity/baskets.ts";

/** Baskets as read from a file, oldest first, with the names of their products. */
export interface BasketFile {
  readonly baskets: readonly FileBasket[];
  readonly names: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
  /** rows that are no purchase of a product: cancellations, postage, blank lines */
  readonly leftOut: number;
}

export interface FileBasket {
  /** zero-based line of a basket file; -1 where a basket is many lines */
  readonly line: number;
  /** milliseconds since 1970, 0 when unknown */
  readonly time: number;
  readonly products: readonly number[];
}

/** The given baskets as the engine takes them, ages counted from the youngest. Products keep the file's numbers. */
export function toBaskets(file: BasketFile, chosen: readonly FileBasket[]): Baskets {
  const starts = new Int32Array(chosen.length + 1);
  chosen.forEach((basket, at) => {
    starts[at + 1] = (starts[at] as number) + basket.products.length;
  });
  const items = new Int32Array(starts[chosen.length] as number);
  let now = -Infinity;
  chosen.forEach((basket, at) => {
    items.set(basket.products, starts[at] as number);
    now = Math.max(now, basket.time);
  });
  return { products: file.names.length, starts, items, ages: Float64Array.from(chosen, (basket) => (now - basket.time) / 86_400_000) };
}

/** Numbers names in the order in which they come. */
export function numbering(): { numbers: Map<string, number>; names: string[]; numberOf(name: string): number } {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  return {
    numbers,
    names,
    numberOf(name) {
      let number = numbers.get(name);
      if (number === undefined) {
        number = names.length;
        numbers.set(name, number);
        names.push(name);
      }
      return number;
    },
  };
}
