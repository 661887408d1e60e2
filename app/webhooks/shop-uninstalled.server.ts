import { inShop } from "../database/pool.server.ts";

/** Ends what ran for a shop. Shopify has removed the app's discount with the app, so nothing is left to withdraw. */
export async function endOffers(shopId: number): Promise<void> {
  await inShop(shopId, async (db) => {
    await db.run(
      "update offers set status = 'paused', paused_reason = 'uninstalled', updated_at = now() where shop_id = $1 and status = 'live'",
      [shopId],
    );
    await db.run("delete from publications where shop_id = $1", [shopId]);
    await db.run(
      "update sync_runs set status = 'failed', error = 'uninstalled', finished_at = now() where shop_id = $1 and status in ('waiting', 'running')",
      [shopId],
    );
  });
}
