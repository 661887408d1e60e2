import { inShop } from "../../database/pool.server.ts";

/** How many decisions are kept for a shop. Counts them all, so it takes longer the more there are. */
export function heldDecisions(shopId: number): Promise<number> {
  return inShop(shopId, async (db) => {
    const row = await db.row<{ count: number }>("select count(*)::int as count from decisions where shop_id = $1", [shopId]);
    return row?.count ?? 0;
  });
}
