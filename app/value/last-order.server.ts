import { inShop } from "../database/pool.server.ts";

/** So few orders after a silence of more than a year do not make a new store yet, as in `storeValue`. */
const FEWEST_ORDERS = 30;

/**
 * When the shop's last counted order was made, ISO 8601; null without any. After a silence of more than a year the one before it, until
 * there are 30 new orders: averages of a few would say nothing.
 */
export function lastOrderAt(shopId: number): Promise<string | null> {
  return inShop(shopId, async (db) => {
    const row = await db.row<{ at: Date | null }>(
      `with newest as (
         select processed_at from order_values where shop_id = $1 order by processed_at desc limit ${FEWEST_ORDERS}
       ), step as (
         select processed_at, lag(processed_at) over (order by processed_at) as before from newest
       )
       select coalesce(min(before) filter (where processed_at - before > interval '1 year'), max(processed_at)) as at from step`,
      [shopId],
    );
    return row?.at?.toISOString() ?? null;
  });
}
