import { inShop } from "../database/pool.server.ts";

/**
 * Profit of the lines that shoppers added by accepting an offer (null: any offer) since a moment, in minor units; from its whole second,
 * because Shopify tells the time of an order so. It describes; what an offer earned only its holdout tells.
 */
export async function attributedProfit(shopId: number, offerId: number | null, since: string): Promise<number> {
  const row = await inShop(shopId, (db) =>
    db.row<{ profit: number }>(
      "select coalesce(sum(profit), 0)::float8 as profit from attributions where shop_id = $1 and ($2::int is null or offer_id = $2) and ordered_at >= date_trunc('second', $3::timestamptz)",
      [shopId, offerId, since],
    ),
  );
  return row?.profit ?? 0;
}
