import type { CandidateSource } from "../affinity/fallback-order.ts";

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

/** Whether nothing of a product has changed; null: may not be offered. */
export function isSameProduct(a: OfferedProduct | null, b: OfferedProduct | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.title === b.title &&
    a.handle === b.handle &&
    a.imageUrl === b.imageUrl &&
    a.productType === b.productType &&
    a.variants.length === b.variants.length &&
    a.variants.every((variant, at) => {
      const other = b.variants[at] as OfferedVariant;
      return (
        variant.id === other.id && variant.price === other.price && variant.unitCost === other.unitCost && variant.stock === other.stock
      );
    })
  );
}
