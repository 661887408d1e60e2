import type { CandidateSource } from "./affinity/fallback-order.ts";

/** A product that may be offered: published, no gift card. Minor units. */
export interface OfferedProduct {
  readonly productId: string;
  readonly title: string;
  readonly handle: string;
  readonly imageUrl: string | null;
  readonly productType: string;
  /** the variants a shopper may buy now, the first one that stock rules allow is offered; empty: out of stock */
  readonly variants: readonly OfferedVariant[];
}

export interface OfferedVariant {
  readonly id: string;
  readonly price: number;
  readonly unitCost: number | null;
  /** null: Shopify does not count it */
  readonly stock: number | null;
}

/** A product that the engine brings up for a cart. */
export interface ConsideredProduct {
  readonly productId: string;
  readonly source: CandidateSource;
  /** null: may not be offered now */
  readonly product: OfferedProduct | null;
}
