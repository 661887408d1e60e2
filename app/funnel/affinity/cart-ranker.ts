import { type ProductFacts, popularFirst, type RankedParts, type RankScratch, type Recipe, rankCart, rankScratch } from "./rank-cart.ts";
import type { Ranker } from "./score-ranking.ts";
import { SMALL_CART } from "./validation-split.ts";

/** How carts of at most SMALL_CART products are scored, and how larger ones. */
export interface Recipes {
  readonly small: Recipe;
  readonly large: Recipe;
}

export function recipeFor(recipes: Recipes, cartSize: number): Recipe {
  return cartSize <= SMALL_CART ? recipes.small : recipes.large;
}

/** Products by popularity as each recipe takes them; one array where both take the same. */
export interface PopularOrders {
  readonly small: Int32Array;
  readonly large: Int32Array;
}

export function popularOrders(facts: ProductFacts, recipes: Recipes): PopularOrders {
  const small = popularFirst(facts, recipes.small);
  const same = recipes.large.popularity > 0 === recipes.small.popularity > 0;
  return { small, large: same ? small : popularFirst(facts, recipes.large) };
}

/** What ranking needs beside the parts and may keep from cart to cart; one for each thread. */
export interface ReadyToRank extends PopularOrders {
  readonly scratch: RankScratch;
}

export function readyToRank({ products }: ProductFacts, popular: PopularOrders): ReadyToRank {
  return { ...popular, scratch: rankScratch(products) };
}

/** Ranks small and large carts each by their recipe. */
export function rankerOf(parts: RankedParts, recipes: Recipes, ready: ReadyToRank): Ranker {
  return (cart, keep, allows) => {
    const popular = cart.length <= SMALL_CART ? ready.small : ready.large;
    return rankCart(parts, recipeFor(recipes, cart.length), popular, cart, keep, ready.scratch, allows);
  };
}
