import { prismaInShop } from "../database/prisma.server.ts";

/** How many facts of each kind are kept for a shop. */
export interface HeldData {
  readonly orders: number;
  readonly lines: number;
  readonly refunds: number;
  readonly customers: number;
  readonly products: number;
}

export function heldData(shopId: number): Promise<HeldData> {
  const where = { shopId };
  return prismaInShop(shopId, async (tx) => ({
    orders: await tx.order.count({ where }),
    lines: await tx.orderLine.count({ where }),
    refunds: await tx.refund.count({ where }),
    customers: await tx.customer.count({ where }),
    products: await tx.product.count({ where: { shopId, deletedAt: null } }),
  }));
}
