/** What the app reads of an order and of a line: the same in bulk operations and in single reads, for one mapper. Ids, money, times and attributes; nothing personal of it is kept. */
export const ORDER_FIELDS = /* GraphQL */ `id name createdAt processedAt updatedAt cancelledAt test sourceName
  subtotalPriceSet { shopMoney { amount } }
  totalDiscountsSet { shopMoney { amount } }
  totalRefundedSet { shopMoney { amount } }
  totalPriceSet { shopMoney { amount } }
  refunds { id createdAt totalRefundedSet { shopMoney { amount } } }
  customAttributes { key value }`;

export const LINE_FIELDS = /* GraphQL */ `id title quantity currentQuantity isGiftCard
  variant { id }
  product { id }
  originalUnitPriceSet { shopMoney { amount } }
  discountAllocations { allocatedAmountSet { shopMoney { amount } } }
  customAttributes { key value }`;
