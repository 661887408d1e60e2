import { type Db, inShop, pool } from "../database/pool.server.ts";
import { enqueue } from "../jobs/queue.server.ts";
import { log, redactText } from "../log.server.ts";
import { ShopifyError } from "../shopify/shopify-error.ts";
import { applyOrders, deleteOrders, type Recompute } from "./apply-orders.server.ts";
import { applyProducts } from "./apply-products.server.ts";
import { type SyncShop, syncShop } from "./ask.server.ts";
import { enqueueAttribution } from "./enqueue-attribution.server.ts";
import { type EventKind, eventKind } from "./event-kind.ts";
import { fetchOrders, ORDERS_AT_ONCE } from "./fetch-orders.server.ts";
import { fetchProducts, PRODUCTS_AT_ONCE } from "./fetch-products.server.ts";
import { markProductsDeleted } from "./merge-products.server.ts";
import { forgetCustomer } from "./privacy.server.ts";

/** Events looked at together; the objects they name are read from Shopify in few requests. */
const BATCH = 100;
/** After so many tries an event stays in the inbox with its error, for a person to see. */
export const EVENT_ATTEMPTS = 8;

interface EventRow {
  event_id: string;
  topic: string;
  resource_id: string | null;
  triggered_at: Date;
}

/**
 * Job `sync.inbox`: brings everything the unprocessed events name to the state Shopify shows now. Order does not matter and
 * repetition does no harm, because no event's own content is used. One process a shop; a second comes back later.
 */
export async function workInbox(shopId: number, recompute: Recompute, shop?: SyncShop): Promise<{ processed: number; failed: number }> {
  const reader = shop ?? (await syncShop(shopId));
  const total = { processed: 0, failed: 0 };
  if (!reader) return total;
  const lease = await pool().connect();
  let broken: Error | undefined;
  try {
    const key = `inbox ${shopId}`;
    const { rows } = await lease.query<{ held: boolean }>("select pg_try_advisory_lock(hashtextextended($1, 0)) as held", [key]);
    if (!rows[0]?.held) {
      await inShop(shopId, (db) => enqueue(db, "sync.inbox", { shopId }, { once: `later ${shopId}`, startAfterSeconds: 1 }));
      return total;
    }
    try {
      for (;;) {
        const events = await due(shopId);
        if (events.length === 0) break;
        const outcome = await workEvents(reader, events, recompute);
        total.processed += outcome.processed;
        total.failed += outcome.failed;
      }
      await comeBack(shopId);
      return total;
    } finally {
      await lease.query("select pg_advisory_unlock(hashtextextended($1, 0))", [key]).catch((error: Error) => {
        broken = error;
      });
    }
  } finally {
    lease.release(broken);
  }
}

function due(shopId: number): Promise<EventRow[]> {
  return inShop(shopId, (db) =>
    db.rows<EventRow>(
      `select event_id, topic, resource_id, triggered_at from webhook_inbox
       where shop_id = $1 and processed_at is null and attempts < $2 and (retry_at is null or retry_at <= now())
       order by received_at, event_id limit $3`,
      [shopId, EVENT_ATTEMPTS, BATCH],
    ),
  );
}

/** Failed events have a time of their own to be tried again. The job's key is its own as well: a new event must not wait for it. */
async function comeBack(shopId: number): Promise<void> {
  await inShop(shopId, async (db) => {
    const next = await db.row<{ seconds: number | null }>(
      `select ceil(extract(epoch from min(retry_at) - now()))::int as seconds from webhook_inbox where shop_id = $1 and processed_at is null and attempts < $2`,
      [shopId, EVENT_ATTEMPTS],
    );
    if (next?.seconds != null)
      await enqueue(db, "sync.inbox", { shopId }, { once: `retry ${shopId}`, startAfterSeconds: Math.max(1, next.seconds) });
  });
}

interface Work {
  readonly kind: EventKind;
  readonly ids: readonly string[];
  readonly events: readonly EventRow[];
}

async function workEvents(
  shop: SyncShop,
  events: readonly EventRow[],
  recompute: Recompute,
): Promise<{ processed: number; failed: number }> {
  let failed = 0;
  for (const work of grouped(events)) {
    try {
      await carryOut(shop, work, recompute);
    } catch (error) {
      // Shopify cannot be reached or wants peace: the job as a whole is tried again, no event is to blame.
      if (error instanceof ShopifyError && (error.retryable || error.reason === "reconnect" || error.reason === "not_installed"))
        throw error;
      if (work.ids.length > 1) {
        for (const single of singles(work)) {
          await carryOut(shop, single, recompute).catch(async (reason: Error) => {
            if (reason instanceof ShopifyError && reason.retryable) throw reason;
            failed += single.events.length;
            await noteFailure(shop.shopId, single, reason);
          });
        }
      } else {
        failed += work.events.length;
        await noteFailure(shop.shopId, work, error as Error);
      }
    }
  }
  return { processed: events.length - failed, failed };
}

const AT_ONCE: Record<EventKind, number> = {
  order: ORDERS_AT_ONCE,
  product: PRODUCTS_AT_ONCE,
  inventory_item: 50,
  order_deleted: 100,
  product_deleted: 100,
  customer_deleted: 1,
  bulk_operation: 100,
  other: 100,
};

function grouped(events: readonly EventRow[]): Work[] {
  const byKind = new Map<EventKind, Map<string, EventRow[]>>();
  for (const event of events) {
    const kind = event.resource_id === null ? "other" : eventKind(event.topic);
    const byId = byKind.get(kind) ?? new Map<string, EventRow[]>();
    byKind.set(kind, byId);
    const id = event.resource_id ?? "";
    byId.set(id, [...(byId.get(id) ?? []), event]);
  }
  const works: Work[] = [];
  for (const [kind, byId] of byKind) {
    const ids = [...byId.keys()];
    for (let from = 0; from < ids.length; from += AT_ONCE[kind]) {
      const some = ids.slice(from, from + AT_ONCE[kind]);
      works.push({ kind, ids: some, events: some.flatMap((id) => byId.get(id) ?? []) });
    }
  }
  return works;
}

function singles(work: Work): Work[] {
  return work.ids.map((id) => ({ kind: work.kind, ids: [id], events: work.events.filter((event) => (event.resource_id ?? "") === id) }));
}

async function carryOut(shop: SyncShop, work: Work, recompute: Recompute): Promise<unknown> {
  const done = (db: Db) => markProcessed(db, work.events);
  switch (work.kind) {
    case "order":
      return applyOrders(shop, await fetchOrders(shop.ask, work.ids), recompute, done);
    case "product":
      return applyProducts(shop, await fetchProducts(shop.ask, work.ids), recompute, done);
    case "inventory_item": {
      const products = await productsOfItems(shop.shopId, work.ids);
      for (let from = 0; from < products.length; from += PRODUCTS_AT_ONCE) {
        await applyProducts(shop, await fetchProducts(shop.ask, products.slice(from, from + PRODUCTS_AT_ONCE)), recompute);
      }
      return inShop(shop.shopId, done);
    }
    case "order_deleted":
      return inShop(shop.shopId, async (db) => {
        await deleteOrders(db, work.ids);
        await recompute(db, { orderIds: work.ids });
        await enqueueAttribution(db, work.ids);
        await done(db);
      });
    case "product_deleted":
      return inShop(shop.shopId, async (db) => {
        await markProductsDeleted(db, work.ids, new Date());
        await done(db);
      });
    case "customer_deleted":
      return inShop(shop.shopId, async (db) => {
        for (const id of work.ids) await forgetCustomer(db, id);
        await recompute(db, { orderIds: [], forgotten: work.ids });
        await done(db);
      });
    case "bulk_operation":
      return inShop(shop.shopId, async (db) => {
        const runs = await db.rows<{ run_id: number }>(
          `select distinct p.run_id from sync_parts p join sync_runs r on r.shop_id = p.shop_id and r.id = p.run_id
           where p.shop_id = $1 and p.bulk_operation_id = any($2::bigint[]) and r.status = 'running'`,
          [shop.shopId, work.ids],
        );
        for (const run of runs) await enqueue(db, "sync.first", { shopId: shop.shopId, runId: run.run_id });
        await done(db);
      });
    case "other":
      return inShop(shop.shopId, done);
  }
}

/** An item that is not known here belongs to a product that is not known either: its own event brings both. */
async function productsOfItems(shopId: number, itemIds: readonly string[]): Promise<string[]> {
  const rows = await inShop(shopId, (db) =>
    db.rows<{ product_id: string }>(
      "select distinct product_id from variants where shop_id = $1 and inventory_item_id = any($2::bigint[])",
      [shopId, itemIds],
    ),
  );
  return rows.map((row) => row.product_id);
}

async function markProcessed(db: Db, events: readonly EventRow[]): Promise<void> {
  await db.run(
    `update webhook_inbox i set processed_at = now(), error = null, retry_at = null
     from unnest($2::text[], $3::text[]) done(event_id, topic) where i.shop_id = $1 and i.event_id = done.event_id and i.topic = done.topic`,
    [db.shopId, events.map((event) => event.event_id), events.map((event) => event.topic)],
  );
}

async function noteFailure(shopId: number, work: Work, error: Error): Promise<void> {
  const reason = redactText(error.message).slice(0, 300);
  log.warn({ kind: work.kind, resourceId: work.ids[0], reason }, "an event could not be worked off and is tried again later");
  await inShop(shopId, (db) =>
    db.run(
      `update webhook_inbox i set attempts = attempts + 1, error = $4, retry_at = case when attempts + 1 < $5 then now() + make_interval(secs => 10 * 2 ^ attempts) end
       from unnest($2::text[], $3::text[]) failed(event_id, topic) where i.shop_id = $1 and i.event_id = failed.event_id and i.topic = failed.topic`,
      [shopId, work.events.map((event) => event.event_id), work.events.map((event) => event.topic), reason, EVENT_ATTEMPTS],
    ),
  );
}
