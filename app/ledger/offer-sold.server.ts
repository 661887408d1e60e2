import { inShop } from "../database/pool.server.ts";

/** Whether a shopper ever ordered what an offer added. */
export function offerSold(shopId: number): Promise<boolean> {
  return inShop(shopId, async (db) => {
    const row = await db.row<{ sold: boolean }>("select exists (select from attributions where shop_id = $1) as sold", [shopId]);
    return row?.sold ?? false;
  });
}
