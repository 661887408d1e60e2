import { prismaInShop } from "../database/prisma.server.ts";

export interface SetAsideRecord {
  readonly id: number;
  readonly source: string;
  readonly resource: string;
  /** number of the order, product or customer; null when what was kept names none */
  readonly recordId: string | null;
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
      select: { id: true, source: true, resource: true, reason: true, record: true, createdAt: true },
    });
    return { total, rows: rows.map(({ record, ...row }) => ({ ...row, recordId: idOf(record), createdAt: row.createdAt.toISOString() })) };
  });
}

/** A line is looked up under its order. */
function idOf(record: unknown): string | null {
  const { id, parentId } = (record ?? {}) as { id?: unknown; parentId?: unknown };
  for (const gid of [parentId, id]) {
    const found = /^gid:\/\/shopify\/(?:Order|Product|Customer)\/(\d+)$/.exec(String(gid));
    if (found) return found[1] as string;
  }
  return null;
}
