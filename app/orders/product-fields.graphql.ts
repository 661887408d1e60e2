/** What the app reads of a product and of a variant: the same in bulk operations and in single reads. */
export const PRODUCT_FIELDS = /* GraphQL */ `id title handle status productType vendor isGiftCard onlineStoreUrl requiresSellingPlan updatedAt
  featuredMedia { preview { image { url } } }`;

export const VARIANT_FIELDS = /* GraphQL */ `id title sku price inventoryQuantity availableForSale updatedAt
  inventoryItem { id unitCost { amount } }`;
