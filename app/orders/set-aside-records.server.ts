import { prismaInShop } from "../database/prisma.server.ts";

export interface SetAsideRecord {
  readonly id: number;
  readonly source: string;
  readonly resource: string;
  /** in the reader's own words */
  readonly reason: string;
  readonly createdAt: string;
}

/** Records that could not be read, latest first; `total` counts all of them. */
export function setAsideRecords(shopId: number, limit = 50): Promise<{ rows: SetAsideRecord[]; total: number }> {
  return prismaInShop(shopId, async (tx) => {
    const total = await tx.setAside.count({ where: { shopId } });
    const rows = await tx.setAside.findMany({
      where: { shopId },
      orderBy: { id: "desc" },
      take: limit,
      select: { id: true, source: true, resource: true, reason: true, createdAt: true },
    });
    return { total, rows: rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })) };
  });
}
