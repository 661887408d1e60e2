/** A line of the shopper's cart, as the shop knows its variant. Minor units. */
export interface CartLineFacts {
  readonly productId: string;
  readonly productType: string;
  readonly quantity: number;
  readonly unitPrice: number;
  /** null: Shopify holds none */
  readonly unitCost: number | null;
  readonly collectionIds: readonly string[];
  /** the offer that added the line */
  readonly offerId: number | null;
}

/** The product whose page is open. */
export type ViewedProduct = Pick<CartLineFacts, "productId" | "productType" | "unitPrice" | "unitCost" | "collectionIds">;
