import { inShop } from "../../database/pool.server.ts";

/** When a page of the storefront last asked for an offer, ISO 8601; null when none did, or too long ago to be kept. */
export function lastDecisionAt(shopId: number): Promise<string | null> {
  return inShop(shopId, async (db) => {
    const row = await db.row<{ at: Date }>("select created_at as at from decisions where shop_id = $1 order by created_at desc limit 1", [
      shopId,
    ]);
    return row?.at.toISOString() ?? null;
  });
}
