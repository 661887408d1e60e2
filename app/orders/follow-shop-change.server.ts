import { enqueue } from "../jobs/queue.server.ts";
import { refreshShop, shopById } from "../shopify/shops.server.ts";
import { visibleOrdersFrom } from "../shopify/visible-orders.ts";
import { startFirstSync } from "./first-sync.server.ts";

/** Job `shop.changed`: takes over what the shop is now, and has read or computed again what is not right any more because of it. */
export async function followShopChange(shopId: number): Promise<void> {
  const shop = await shopById(shopId);
  if (!shop) return;
  await refreshShop(shop, async (db, before, after) => {
    const seesAll = ({ scopes }: { scopes: readonly string[] }) => visibleOrdersFrom(scopes, new Date()) === null;
    const seesMore = seesAll(after) && !seesAll(before);
    // Orders that were out of sight changed unseen, and what was taken for deleted may show again.
    if (seesMore) await db.run("delete from deleted_orders where shop_id = $1", [shopId]);
    // Older orders have become visible, or every amount is in another currency: what is here is not all, or not right.
    if (seesMore || before.currency !== after.currency) await startFirstSync(db);
    // Every order lies on a day of the shop's time zone.
    else if (before.timezone !== after.timezone) await enqueue(db, "value.rebuild", { shopId }, { once: `value ${shopId}` });
  });
}
