export interface FallbackProduct {
  readonly productId: string;
  readonly price: number;
  /** share of recent orders */
  readonly popularity: number;
  /** collections or product type in common with the cart */
  readonly related: boolean;
}

/** Where a product comes from that an offer does not name; "pinned": it does. */
export type CandidateSource = "pinned" | "bought_together" | "related" | "popular";

/**
 * What to consider where an offer leaves the product to the engine, in this order, each with where it comes from: what is bought
 * together, by score x sqrt(price), the compromise between likely and worth it until accepts are known; related products and then all
 * others, by popularity x sqrt(price). `price` is that of the products bought together.
 */
export function fallbackOrder(
  together: readonly { readonly productId: string; readonly score: number }[],
  price: (productId: string) => number,
  others: readonly FallbackProduct[],
): Map<string, CandidateSource> {
  const popular = (related: boolean) =>
    byWorth(
      others.filter((other) => other.related === related).map((other) => ({ ...other, worth: tilted(other.popularity, other.price) })),
    );
  const tiers: readonly [CandidateSource, readonly string[]][] = [
    ["bought_together", byWorth(together.map(({ productId, score }) => ({ productId, worth: tilted(score, price(productId)) })))],
    ["related", popular(true)],
    ["popular", popular(false)],
  ];
  const sources = new Map<string, CandidateSource>();
  for (const [source, productIds] of tiers) for (const id of productIds) if (!sources.has(id)) sources.set(id, source);
  return sources;
}

/** Half the power of price: of a sale that is twice as dear it is enough if it is seven tenths as likely. */
export function tilted(likelihood: number, price: number): number {
  return Math.max(0, likelihood) * Math.sqrt(Math.max(0, price));
}

function byWorth(list: readonly { productId: string; worth: number }[]): string[] {
  return [...list].sort((a, b) => b.worth - a.worth || (a.productId < b.productId ? -1 : 1)).map(({ productId }) => productId);
}
