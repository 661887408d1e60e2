import type { NeighbourRow, NeighbourRows, NeighbourTable } from "./neighbour-table.ts";

/** How the parts of an affinity model make a score; see rankCart. */
export interface Recipe {
  /** 1 with EASE, 0 without */
  readonly ease: 0 | 1;
  /** weight of the co-purchase engine and of popularity in it */
  readonly engine: number;
  /** the engine's part shrinks with the size of the cart to this power */
  readonly sizePower: number;
  readonly popularity: number;
}

export interface ProductFacts {
  readonly products: number;
  /** share of recent orders that have each product */
  readonly popularity: Float64Array;
  /** orders that ever had each product: settles ties */
  readonly orders: Int32Array;
}

export interface AffinityParts extends ProductFacts {
  readonly engine: NeighbourTable;
  readonly ease: NeighbourTable | null;
}

/** The parts as ranking asks for them. */
export interface RankedParts extends ProductFacts {
  readonly engine: NeighbourRows;
  readonly ease: NeighbourRows | null;
}

/** Products by popularity, made once for a recipe; the order of what no product of the cart speaks for. */
export function popularFirst(parts: ProductFacts, recipe: Recipe): Int32Array {
  const share = recipe.popularity > 0 && recipe.engine > 0 ? parts.popularity : new Float64Array(parts.products);
  const known = Int32Array.from({ length: parts.products }, (_, product) => product).filter(
    (product) => (parts.orders[product] as number) > 0,
  );
  return known.sort(
    (a, b) => (share[b] as number) - (share[a] as number) || (parts.orders[b] as number) - (parts.orders[a] as number) || a - b,
  );
}

/** Scratch space for ranking, one for each thread. */
export interface RankScratch {
  readonly sums: Float64Array;
  readonly marks: Uint8Array;
  readonly touched: Int32Array;
}

export function rankScratch(products: number): RankScratch {
  return { sums: new Float64Array(products), marks: new Uint8Array(products), touched: new Int32Array(products) };
}

const TOUCHED = 1;
const IN_CART = 2;

/** What popularity alone gives a product of share 1 in a cart of `size` products. */
export function popularShare(recipe: Recipe, size: number): number {
  return engineShare(recipe, size) * recipe.popularity * Math.max(1, size);
}

/** The engine's weight in a cart of `size` products. */
export function engineShare(recipe: Recipe, size: number): number {
  return recipe.engine * Math.max(1, size) ** -recipe.sizePower;
}

/**
 * The products likeliest to join a cart C, best first:
 * S(j | C) = ease x sum_i e_ij + engine x |C|^-sizePower x (sum_i s_ij + popularity x |C| x p_j), i over the cart's products.
 * Ties go to the product of more orders. The cart's own products and those that `allows` refuses never come.
 */
export function rankCart(
  parts: RankedParts,
  recipe: Recipe,
  popular: Int32Array,
  cart: readonly number[],
  keep: number,
  scratch: RankScratch,
  allows?: (product: number) => boolean,
): { product: number; score: number }[] {
  const { sums, marks, touched } = scratch;
  const share = engineShare(recipe, cart.length);
  const byPopularity = popularShare(recipe, cart.length);
  let seen = 0;
  const add = ({ others, scores, from, to }: NeighbourRow, factor: number) => {
    for (let at = from; at < to; at++) {
      const other = others[at] as number;
      if (marks[other] === 0) {
        marks[other] = TOUCHED;
        touched[seen++] = other;
        sums[other] = byPopularity * (parts.popularity[other] as number);
      }
      sums[other] = (sums[other] as number) + factor * (scores[at] as number);
    }
  };
  for (const product of cart) marks[product] = IN_CART;
  for (const product of cart) {
    if (share > 0) add(parts.engine(product), share);
    if (recipe.ease && parts.ease) add(parts.ease(product), 1);
  }
  const best: { product: number; score: number }[] = [];
  const worse = (a: { product: number; score: number }, b: { product: number; score: number }) =>
    b.score - a.score || (parts.orders[b.product] as number) - (parts.orders[a.product] as number) || a.product - b.product;
  const offer = (product: number, score: number) => {
    const last = best[keep - 1];
    if (last && score < last.score) return;
    const entry = { product, score };
    if (last && worse(entry, last) >= 0) return;
    if (allows && !allows(product)) return;
    let at = best.length;
    while (at > 0 && worse(entry, best[at - 1] as typeof entry) < 0) at--;
    best.splice(at, 0, entry);
    if (best.length > keep) best.pop();
  };
  try {
    for (let at = 0; at < seen; at++) offer(touched[at] as number, sums[touched[at] as number] as number);
    let untouched = 0;
    for (let at = 0; at < popular.length && untouched < keep; at++) {
      const product = popular[at] as number;
      if (marks[product] !== 0 || (allows && !allows(product))) continue;
      untouched++;
      offer(product, byPopularity * (parts.popularity[product] as number));
    }
  } finally {
    // clean for the next cart, whatever `allows` did
    for (let at = 0; at < seen; at++) marks[touched[at] as number] = 0;
    for (const product of cart) marks[product] = 0;
  }
  return best;
}

/** S(j | C) of one product, to the last digit as rankCart has it; the product may be in the cart. */
export function scoreInCart(parts: RankedParts, recipe: Recipe, cart: readonly number[], product: number): number {
  const share = engineShare(recipe, cart.length);
  let sum = popularShare(recipe, cart.length) * (parts.popularity[product] as number);
  const add = ({ others, scores, from, to }: NeighbourRow, factor: number) => {
    for (let at = from; at < to; at++) if (others[at] === product) sum += factor * (scores[at] as number);
  };
  for (const inCart of cart) {
    if (share > 0) add(parts.engine(inCart), share);
    if (recipe.ease && parts.ease) add(parts.ease(inCart), 1);
  }
  return sum;
}
