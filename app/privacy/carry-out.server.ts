import { type Db, inShop } from "../database/pool.server.ts";
import { log } from "../log.server.ts";
import { deleteShopData, exportCustomer, redactCustomer, visitOf } from "../orders/privacy.server.ts";
import { isStillInstalled, shopById } from "../shopify/shops.server.ts";

interface Request {
  readonly shopId: number;
  readonly requestId: number;
}

/** Writes down all that is held about a customer, for the merchant to pass on. */
export async function exportCustomerData({ shopId, requestId }: Request): Promise<void> {
  await inShop(shopId, async (db) => {
    const customerId = await openRequest(db, requestId);
    if (customerId === "done") return;
    const held = customerId === null ? null : { ...(await exportCustomer(db, customerId)), ...(await offersShown(db, customerId)) };
    await complete(db, requestId, held);
  });
}

/** Forgets who a customer was. What the shop earned stays, without a person to it. */
export async function redactCustomerData({ shopId, requestId }: Request): Promise<void> {
  await inShop(shopId, async (db) => {
    const customerId = await openRequest(db, requestId);
    if (customerId === "done") return;
    if (customerId !== null) {
      await db.run("update attributions set customer_id = null where shop_id = $1 and customer_id = $2", [shopId, customerId]);
      await redactCustomer(db, customerId);
      await db.run("update webhook_inbox set resource_id = null where shop_id = $1 and resource_id = $2 and topic like 'customers/%'", [
        shopId,
        customerId,
      ]);
      await db.run(`delete from set_aside where shop_id = $1 and record::text ~ $2`, [shopId, `Customer/${customerId}\\M`]);
      await db.run("update privacy_requests set export = null where shop_id = $1 and customer_id = $2", [shopId, customerId]);
      await db.run("update privacy_requests set customer_id = null where shop_id = $1 and customer_id = $2 and completed_at is not null", [
        shopId,
        customerId,
      ]);
    }
    await complete(db, requestId, null);
    await db.run("update privacy_requests set customer_id = null where shop_id = $1 and id = $2", [shopId, requestId]);
  });
}

/**
 * Deletes all of a shop, unless it has installed the app again meanwhile. That the app was removed may never have been told, so where
 * it seems installed Shopify is asked. Throws ShopifyError when Shopify cannot say.
 */
export async function redactShopData({ shopId }: { shopId: number }): Promise<void> {
  const shop = await shopById(shopId);
  if (!shop) return;
  if (shop.uninstalledAt === null && (await isStillInstalled(shop))) {
    log.info({ shop: shop.domain }, "a shop that is installed again keeps its data");
    await inShop(shopId, (db) =>
      db.run("update privacy_requests set completed_at = now() where shop_id = $1 and kind = 'shop_redact' and completed_at is null", [
        shopId,
      ]),
    );
    return;
  }
  await deleteShopData(shopId);
  log.info({ shopId }, "all data of a shop were deleted");
}

async function openRequest(db: Db, requestId: number): Promise<string | null | "done"> {
  const row = await db.row<{ customerId: string | null; completedAt: Date | null }>(
    `select customer_id as "customerId", completed_at as "completedAt" from privacy_requests where shop_id = $1 and id = $2 for update`,
    [db.shopId, requestId],
  );
  return !row || row.completedAt !== null ? "done" : row.customerId;
}

async function complete(db: Db, requestId: number, held: object | null): Promise<void> {
  await db.run("update privacy_requests set completed_at = now(), export = $3 where shop_id = $1 and id = $2", [
    db.shopId,
    requestId,
    held === null ? null : JSON.stringify(held),
  ]);
}

async function offersShown(db: Db, customerId: string): Promise<object> {
  const decisions = await db.rows(
    `select d.created_at as "at", d.placement, d.offer_id as "offer", d.variant_id as "variant",
            array(select e.kind from decision_events e where e.shop_id = d.shop_id and e.decision_id = d.id order by e.at) as "answers"
     from decisions d where d.shop_id = $1 and ${visitOf("d", "id")} order by d.created_at`,
    [db.shopId, customerId],
  );
  const taken = await db.row<{ exposures: number }>(
    `select count(*)::int as exposures from exposures e where e.shop_id = $1 and ${visitOf("e", "decision_id")}`,
    [db.shopId, customerId],
  );
  return { offersShown: decisions, experimentsTakenPartIn: taken?.exposures ?? 0 };
}
