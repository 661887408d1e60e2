import { inShop } from "../database/pool.server.ts";
import { enqueue } from "../jobs/queue.server.ts";
import { EVENT_ATTEMPTS } from "./inbox.server.ts";

/** News from Shopify that was tried as often as it is, and could not be worked off. */
export interface FailedEvent {
  readonly eventId: string;
  /** as in X-Shopify-Topic: "orders/updated" */
  readonly topic: string;
  /** the number of what it is about; null when it names nothing */
  readonly resourceId: string | null;
  readonly receivedAt: string;
  /** in the words of what failed */
  readonly error: string;
}

const GIVEN_UP = "shop_id = $1 and processed_at is null and attempts >= $2";

/** Latest first; `total` counts all of them. */
export function failedEvents(shopId: number, limit = 50): Promise<{ rows: FailedEvent[]; total: number }> {
  return inShop(shopId, async (db) => {
    const found = await db.rows<Omit<FailedEvent, "receivedAt"> & { receivedAt: Date; total: number }>(
      `select event_id as "eventId", topic, resource_id as "resourceId", received_at as "receivedAt", coalesce(error, '') as error, count(*) over ()::int as total
       from webhook_inbox where ${GIVEN_UP} order by received_at desc, event_id limit $3`,
      [shopId, EVENT_ATTEMPTS, limit],
    );
    return {
      total: found[0]?.total ?? 0,
      rows: found.map(({ total: _, ...row }) => ({ ...row, receivedAt: row.receivedAt.toISOString() })),
    };
  });
}

/** Has all of them tried again from the start. Gives their number. */
export function retryFailedEvents(shopId: number): Promise<number> {
  return inShop(shopId, async (db) => {
    const again = await db.run(`update webhook_inbox set attempts = 0, retry_at = null where ${GIVEN_UP}`, [shopId, EVENT_ATTEMPTS]);
    if (again > 0) await enqueue(db, "sync.inbox", { shopId }, { once: `inbox ${shopId}` });
    return again;
  });
}
