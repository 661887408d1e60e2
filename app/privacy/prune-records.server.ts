import { inShop } from "../database/pool.server.ts";
import { enqueue } from "../jobs/queue.server.ts";

const DAY_MS = 24 * 60 * 60_000;
/** Shopify delivers an event again for hours, never for weeks. */
const EVENT_DAYS = 30;
/** What is still unreadable is set aside again by the next comparison. */
const SET_ASIDE_DAYS = 90;
/** The merchant has a month to pass a customer's data on. */
const EXPORT_DAYS = 60;
/** A privacy request whose job was given up is begun again. */
const REQUEST_DAYS = 1;

/**
 * Job `records.prune`: deletes what has served its purpose: events that were worked off, records set aside long ago, and copies of
 * customers' data made for the merchant, with whose they were.
 */
export async function pruneRecords(shopId: number, now: Date): Promise<{ events: number; setAside: number; exports: number }> {
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS);
  return inShop(shopId, async (db) => {
    const events = await db.run("delete from webhook_inbox where shop_id = $1 and processed_at < $2", [shopId, before(EVENT_DAYS)]);
    const setAside = await db.run("delete from set_aside where shop_id = $1 and created_at < $2", [shopId, before(SET_ASIDE_DAYS)]);
    const exports = await db.run(
      `update privacy_requests set export = null, customer_id = null
       where shop_id = $1 and completed_at < $2 and (export is not null or customer_id is not null)`,
      [shopId, before(EXPORT_DAYS)],
    );
    const open = await db.rows<{ requestId: number; kind: "customer_data" | "customer_redact" | "shop_redact" }>(
      `select id as "requestId", kind from privacy_requests where shop_id = $1 and completed_at is null and requested_at < $2`,
      [shopId, before(REQUEST_DAYS)],
    );
    for (const { requestId, kind } of open) {
      if (kind === "shop_redact") await enqueue(db, "privacy.shop_redact", { shopId }, { once: `${shopId}` });
      else await enqueue(db, `privacy.${kind}`, { shopId, requestId }, { once: `${requestId}` });
    }
    return { events, setAside, exports };
  });
}
