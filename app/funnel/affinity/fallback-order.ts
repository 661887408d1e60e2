export interface FallbackProduct {
  readonly product: number;
  readonly price: number;
  /** share of recent orders */
  readonly popularity: number;
  /** collections or product type in common with the cart */
  readonly related: boolean;
}

export type FallbackSource = "pinned" | "bought_together" | "related" | "popular";

export interface FallbackCandidate {
  readonly product: number;
  readonly source: FallbackSource;
}

/**
 * What to consider while an offer's own data are few, in this order: what the merchant pinned; what is bought together, by
 * score x sqrt(price), the compromise between likely and worth it until accepts are known; related products and then all others,
 * by popularity x sqrt(price). Each product once, with where it comes from.
 */
export function fallbackOrder(
  pinned: readonly number[],
  together: readonly { readonly product: number; readonly score: number }[],
  others: readonly FallbackProduct[],
): FallbackCandidate[] {
  const price = new Map(others.map((other) => [other.product, other.price]));
  const tilted = (score: number, product: number) => Math.max(0, score) * Math.sqrt(price.get(product) ?? 0);
  const byWorth = (list: readonly { product: number; worth: number }[]) =>
    [...list].sort((a, b) => b.worth - a.worth || a.product - b.product).map(({ product }) => product);
  const popular = (related: boolean) =>
    byWorth(
      others
        .filter((other) => other.related === related)
        .map((other) => ({ product: other.product, worth: tilted(other.popularity, other.product) })),
    );
  const tiers: readonly [FallbackSource, readonly number[]][] = [
    ["pinned", pinned],
    [
      "bought_together",
      byWorth(together.filter(({ score }) => score > 0).map(({ product, score }) => ({ product, worth: tilted(score, product) }))),
    ],
    ["related", popular(true)],
    ["popular", popular(false)],
  ];
  const seen = new Set<number>();
  return tiers.flatMap(([source, products]) =>
    products.filter((product) => !seen.has(product) && seen.add(product)).map((product) => ({ product, source })),
  );
}
