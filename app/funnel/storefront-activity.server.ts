import { prismaInShop } from "../database/prisma.server.ts";

/** Whether the storefront's block works: how many decisions it asked for, and when last. */
export function storefrontActivity(shopId: number): Promise<{ decisions: number; lastAt: string | null }> {
  return prismaInShop(shopId, async (tx) => {
    const { _count, _max } = await tx.decision.aggregate({ where: { shopId }, _count: true, _max: { createdAt: true } });
    return { decisions: _count, lastAt: _max.createdAt?.toISOString() ?? null };
  });
}
