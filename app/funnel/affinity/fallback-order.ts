/** Where a product comes from that an offer does not name; "pinned": it does. */
export type CandidateSource = "pinned" | "bought_together" | "related" | "popular";

interface Named {
  readonly productId: string;
}

/**
 * What to consider where an offer leaves the product to the engine, in this order, each with where it comes from: what is bought
 * together, by score x sqrt(price), the compromise between likely and worth it until accepts are known; then related products and
 * others, as they come. No product is of two. `price` is that of the products bought together.
 */
export function fallbackOrder(
  together: readonly (Named & { readonly score: number })[],
  price: (productId: string) => number,
  { related, others }: { readonly related: readonly Named[]; readonly others: readonly Named[] },
): { productId: string; source: CandidateSource }[] {
  const worthy = together
    .map(({ productId, score }) => ({ productId, worth: tilted(score, price(productId)) }))
    .sort((a, b) => b.worth - a.worth || (a.productId < b.productId ? -1 : 1));
  const from = (source: CandidateSource) => (product: Named) => ({ productId: product.productId, source });
  return [...worthy.map(from("bought_together")), ...related.map(from("related")), ...others.map(from("popular"))];
}

/** Half the power of price: of a sale that is twice as dear it is enough if it is seven tenths as likely. */
export function tilted(likelihood: number, price: number): number {
  return Math.max(0, likelihood) * Math.sqrt(Math.max(0, price));
}
