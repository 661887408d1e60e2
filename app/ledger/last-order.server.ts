import { inShop } from "../database/pool.server.ts";

/** When the shop's last counted order was made, ISO 8601; null without any. */
export function lastOrderAt(shopId: number): Promise<string | null> {
  return inShop(shopId, async (db) => {
    const row = await db.row<{ at: Date | null }>("select max(processed_at) as at from order_values where shop_id = $1", [shopId]);
    return row?.at?.toISOString() ?? null;
  });
}
