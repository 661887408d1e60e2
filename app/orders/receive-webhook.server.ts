import { inShop } from "../database/pool.server.ts";
import { enqueue } from "../jobs/queue.server.ts";
import type { CustomerMerge } from "./merged-customers.server.ts";

export interface ReceivedWebhook {
  /** as in X-Shopify-Topic: "orders/updated" */
  readonly topic: string;
  /** X-Shopify-Event-Id: the same for every delivery of one event */
  readonly eventId: string;
  /** numeric id; for refunds/create the order's (`order_id`), because orders are read whole; null when the topic has none */
  readonly resourceId: string | null;
  /** X-Shopify-Triggered-At */
  readonly triggeredAt: string | Date;
}

/**
 * Notes that something happened; what it is now is read from Shopify later. Row and job come into being together, so
 * an answer of 200 after this is a promise kept. A repeated delivery is counted and starts nothing.
 */
export async function receiveWebhook(shopId: number, webhook: ReceivedWebhook): Promise<"new" | "duplicate"> {
  const { topic, eventId, resourceId, triggeredAt } = webhook;
  if (resourceId !== null && !/^\d{1,18}$/.test(resourceId)) throw new Error(`The resource id of a ${topic} webhook is not a number.`);
  return inShop(shopId, async (db) => {
    const row = await db.row<{ deliveries: number }>(
      `insert into webhook_inbox (shop_id, event_id, topic, resource_id, triggered_at) values ($1, $2, $3, $4, $5)
       on conflict (shop_id, event_id, topic) do update set deliveries = webhook_inbox.deliveries + 1
       returning deliveries`,
      [shopId, eventId, topic, resourceId, triggeredAt],
    );
    if (row?.deliveries !== 1) return "duplicate";
    await enqueue(db, "sync.inbox", { shopId }, { once: `inbox ${shopId}` });
    return "new";
  });
}

/** Notes that two customers became one, and adds the job that follows it, once however often it is delivered. */
export async function receiveCustomerMerge(
  merge: CustomerMerge,
  { topic, eventId, triggeredAt }: Omit<ReceivedWebhook, "resourceId">,
): Promise<"new" | "duplicate"> {
  const { shopId, keptId, deletedId } = merge;
  return inShop(shopId, async (db) => {
    const row = await db.row<{ deliveries: number }>(
      `insert into webhook_inbox (shop_id, event_id, topic, triggered_at, processed_at) values ($1, $2, $3, $4, now())
       on conflict (shop_id, event_id, topic) do update set deliveries = webhook_inbox.deliveries + 1
       returning deliveries`,
      [shopId, eventId, topic, triggeredAt],
    );
    if (row?.deliveries !== 1) return "duplicate";
    await enqueue(db, "customers.merged", { shopId, keptId, deletedId });
    return "new";
  });
}
