import type { ShopReader } from "../../database/pool.server.ts";
import { fallbackOrder } from "../affinity/fallback-order.ts";
import type { CartAffinity } from "../affinity/serve-cart.ts";
import { type Alike, bestSellersBeside } from "../choose/best-sellers.ts";
import type { ConsideredProduct, OfferedProduct } from "../choose/offered-product.ts";
import { bestSellers } from "./best-sellers.server.ts";
import { recentProducts } from "./product-facts.server.ts";

/** So many products are considered where an offer leaves the choice to the engine. */
const CONSIDERED = 40;

/**
 * What an offer may offer that leaves the product to the engine: what is bought together with the cart, then what is related to it, then
 * what is popular; in the order they are considered. `beside`: what stands in the cart and is in view; `refused` is never brought up.
 */
export async function dynamicProducts(
  db: ShopReader,
  affinity: CartAffinity,
  asked: { readonly beside: readonly Alike[]; readonly refused: ReadonlySet<string>; readonly now: number },
): Promise<ConsideredProduct[]> {
  const { beside, refused, now } = asked;
  const together = affinity
    .candidates(CONSIDERED, (productId) => !refused.has(productId))
    .filter(({ source }) => source === "bought_together");
  const known = new Set([...refused, ...together.map(({ productId }) => productId)]);
  const keep = CONSIDERED - together.length;
  const allows = (productId: string) => !known.has(productId);
  const sold = keep > 0 ? bestSellersBeside(await bestSellers(db, affinity, now), beside, { keep, allows }) : { related: [], others: [] };
  const considered = [...together, ...sold.related, ...sold.others].map(({ productId }) => productId);
  const found = await recentProducts(db, considered, now);
  const products = new Map(considered.map((productId, at) => [productId, found[at] as OfferedProduct | null]));
  const price = (productId: string) => products.get(productId)?.variants[0]?.price ?? 0;
  return fallbackOrder(together, price, sold).map(({ productId, source }) => ({
    productId,
    source,
    product: products.get(productId) ?? null,
  }));
}
