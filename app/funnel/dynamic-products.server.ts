import type { ShopReader } from "../database/pool.server.ts";
import { type CandidateSource, fallbackOrder } from "./affinity/fallback-order.ts";
import type { CartAffinity } from "./affinity/serve-cart.ts";
import { bestSellers } from "./best-sellers.server.ts";
import { type Alike, bestSellersBeside } from "./best-sellers.ts";
import type { OfferedProduct } from "./offered-product.ts";
import { recentProducts } from "./product-facts.server.ts";

/** So many products are considered where an offer leaves the choice to the engine. */
const CONSIDERED = 40;

export interface DynamicProducts {
  /** in the order they are considered, with where each comes from */
  readonly sources: ReadonlyMap<string, CandidateSource>;
  readonly facts: ReadonlyMap<string, OfferedProduct>;
}

export const NO_DYNAMIC_PRODUCTS: DynamicProducts = { sources: new Map(), facts: new Map() };

/**
 * What an offer may offer that leaves the product to the engine: what is bought together with the cart, then what is related to it, then
 * what is popular. `beside`: what stands in the cart and is in view; `refused` is never brought up.
 */
export async function dynamicProducts(
  db: ShopReader,
  affinity: CartAffinity,
  asked: { readonly beside: readonly Alike[]; readonly refused: ReadonlySet<string>; readonly now: number },
): Promise<DynamicProducts> {
  const { beside, refused, now } = asked;
  const together = affinity
    .candidates(CONSIDERED, (productId) => !refused.has(productId))
    .filter(({ source }) => source === "bought_together");
  const known = new Set([...refused, ...together.map(({ productId }) => productId)]);
  const keep = CONSIDERED - together.length;
  const allows = (productId: string) => !known.has(productId);
  const others = keep > 0 ? bestSellersBeside(await bestSellers(db, affinity, now), beside, { keep, allows }) : [];
  const considered = [...together, ...others].map(({ productId }) => productId);
  const facts = await recentProducts(db, considered, now);
  return { sources: fallbackOrder(together, (productId) => facts.get(productId)?.variants[0]?.price ?? 0, others), facts };
}
