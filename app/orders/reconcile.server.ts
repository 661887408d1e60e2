import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { type Db, inShop } from "../database/pool.server.ts";
import { log } from "../log.server.ts";
import { applyOrders, deleteOrders, type Recompute } from "./apply-orders.server.ts";
import { applyProducts } from "./apply-products.server.ts";
import { type SyncShop, syncShop } from "./ask.server.ts";
import { bulkOperationId, readBulkOperation, startBulkQuery } from "./bulk-operation.server.ts";
import { ORDER_IDS_BULK } from "./bulk-parts.graphql.ts";
import { bulkStep } from "./bulk-step.ts";
import { download } from "./download.server.ts";
import { enqueueAttribution } from "./enqueue-attribution.server.ts";
import { fetchOrders, ORDERS_AT_ONCE } from "./fetch-orders.server.ts";
import { fetchProducts, PRODUCTS_AT_ONCE } from "./fetch-products.server.ts";
import { CHANGED_ORDERS } from "./order-reads.graphql.ts";
import { CHANGED_PRODUCTS } from "./product-reads.graphql.ts";
import { clearLeftStaging, clearStaging } from "./stage.server.ts";

/** Shopify's search lags behind its data; changes this close before the last look are looked at again. */
const OVERLAP_MS = 15 * 60_000;
const FULL_EVERY_MS = 24 * 60 * 60_000;
const FULL_WAIT_MS = 10 * 60_000;

export interface Reconciliation {
  /** orders and products that were missing or older here, and were read again */
  readonly orders: number;
  readonly products: number;
  /** orders that Shopify no longer has; looked for by a full comparison only */
  readonly deleted: number;
  readonly full: boolean;
}

/**
 * Job `sync.reconcile`: finds what webhooks lost. What changed since the last reconciliation (less an overlap) is compared by id and
 * time of change, and what is missing or older here is read again. A deleted order does not show in a list of changes: once a
 * day, or when asked, all ids are compared by a bulk operation. Not found between two full comparisons: deletions whose
 * webhook was lost. Products deleted without a webhook are found when they are next read. null: no first sync is done yet.
 */
export async function reconcile(
  shopId: number,
  recompute: Recompute,
  options: { full?: boolean; shop?: SyncShop } = {},
): Promise<Reconciliation | null> {
  const shop = options.shop ?? (await syncShop(shopId));
  if (!shop) return null;
  const begun = await begin(shopId, options.full ?? false);
  if (!begun) return null;
  const { runId, watermark, full } = begun;
  try {
    const since = `updated_at:>='${new Date(watermark.getTime() - OVERLAP_MS).toISOString()}'`;
    const orders = await walk(shop, CHANGED_ORDERS, "orders", since, async (changed) => {
      const stale = await staleIds(shopId, "orders", changed);
      await refetchOrders(shop, stale, recompute);
      return stale.length;
    });
    const products = await walk(shop, CHANGED_PRODUCTS, "products", since, async (changed) => {
      const stale = await staleIds(shopId, "products", changed);
      for (const ids of chunks(stale, PRODUCTS_AT_ONCE)) await applyProducts(shop, await fetchProducts(shop.ask, ids), recompute);
      return stale.length;
    });
    const compared = full ? await compareAll(shop, runId, recompute) : { deleted: 0, repaired: 0 };
    const reached = orders.latest && orders.latest > watermark ? orders.latest : watermark;
    await end(shopId, runId, "done", reached, null);
    const result = { orders: orders.repaired + compared.repaired, products: products.repaired, deleted: compared.deleted, full };
    if (result.orders + result.products + result.deleted > 0) log.info(result, "a reconciliation repaired what webhooks had lost");
    return result;
  } catch (error) {
    await end(shopId, runId, "failed", null, (error as Error).name);
    throw error;
  }
}

/** The watermark is where the last finished run ended; it only moves when a run ends well. */
async function begin(shopId: number, askedFull: boolean): Promise<{ runId: number; watermark: Date; full: boolean } | null> {
  return inShop(shopId, async (db) => {
    const last = await db.row<{ watermark: Date }>(
      "select max(watermark) as watermark from sync_runs where shop_id = $1 and status = 'done' and watermark is not null having count(*) > 0",
      [shopId],
    );
    if (!last) return null;
    await clearLeftStaging(db);
    const lastFull = await db.row<{ at: Date | null }>(
      "select max(started_at) as at from sync_runs where shop_id = $1 and status = 'done' and kind in ('first', 'full')",
      [shopId],
    );
    const full = askedFull || !lastFull?.at || Date.now() - lastFull.at.getTime() > FULL_EVERY_MS;
    const run = await db.row<{ id: number }>("insert into sync_runs (shop_id, kind, status) values ($1, $2, 'running') returning id", [
      shopId,
      full ? "full" : "reconcile",
    ]);
    return { runId: (run as { id: number }).id, watermark: last.watermark, full };
  });
}

async function end(shopId: number, runId: number, status: "done" | "failed", watermark: Date | null, error: string | null): Promise<void> {
  await inShop(shopId, (db) =>
    db.run("update sync_runs set status = $3, watermark = $4, error = $5, finished_at = now() where shop_id = $1 and id = $2", [
      shopId,
      runId,
      status,
      watermark,
      error,
    ]),
  );
}

const Changed = z.object({
  nodes: z.array(
    z.object({ id: z.string().regex(/^gid:\/\/shopify\/(Order|Product)\/\d{1,18}$/), updatedAt: z.iso.datetime({ offset: true }) }),
  ),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});
type Changed = z.infer<typeof Changed>;

interface Seen {
  readonly id: string;
  readonly updatedAt: string;
}

async function walk(
  shop: SyncShop,
  document: string,
  field: "orders" | "products",
  query: string,
  take: (changed: Seen[]) => Promise<number>,
): Promise<{ repaired: number; latest: Date | null }> {
  const Page = z.object({ [field]: Changed });
  let after: string | null = null;
  let repaired = 0;
  let latest: Date | null = null;
  for (;;) {
    const page: Changed = (await shop.ask(document, { query, after }, Page as unknown as z.ZodType<Record<string, Changed>>))[
      field
    ] as Changed;
    const seen = page.nodes.map((node) => ({ id: node.id.slice(node.id.lastIndexOf("/") + 1), updatedAt: node.updatedAt }));
    repaired += await take(seen);
    for (const { updatedAt } of seen) if (!latest || Date.parse(updatedAt) > latest.getTime()) latest = new Date(updatedAt);
    if (!page.pageInfo.hasNextPage) return { repaired, latest };
    after = page.pageInfo.endCursor;
  }
}

function staleIds(shopId: number, table: "orders" | "products", seen: readonly Seen[]): Promise<string[]> {
  return inShop(shopId, async (db) => {
    const rows = await db.rows<{ id: string }>(
      `select s.id from unnest($2::bigint[], $3::timestamptz(3)[]) s(id, updated_at) left join ${table} f on f.shop_id = $1 and f.id = s.id
       where (f.id is null or f.updated_at < s.updated_at) ${table === "orders" ? "and not exists (select from deleted_orders d where d.shop_id = $1 and d.id = s.id)" : "and f.deleted_at is null"}`,
      [shopId, seen.map((one) => one.id), seen.map((one) => one.updatedAt)],
    );
    return rows.map((row) => row.id);
  });
}

async function refetchOrders(shop: SyncShop, ids: readonly string[], recompute: Recompute): Promise<void> {
  for (const some of chunks(ids, ORDERS_AT_ONCE)) await applyOrders(shop, await fetchOrders(shop.ask, some), recompute);
}

/** All ids and times of change against all orders here, in one set-based comparison. */
async function compareAll(shop: SyncShop, runId: number, recompute: Recompute): Promise<{ deleted: number; repaired: number }> {
  const { shopId } = shop;
  const operation = await finishedIds(shop);
  if (!operation) return { deleted: 0, repaired: 0 };
  await inShop(shopId, (db) =>
    db.run("insert into sync_parts (shop_id, run_id, part, stage) values ($1, $2, 'ids', 'downloading')", [shopId, runId]),
  );
  if (operation.url)
    await download(shop, { runId: String(runId), part: "ids", url: operation.url, fileSize: operation.fileSize, onlyIds: true });
  const { gone, stale } = await inShop(shopId, (db) => differences(db, runId, operation.createdAt));
  await inShop(shopId, async (db) => {
    await deleteOrders(db, gone, { seenGone: true });
    await recompute(db, { orderIds: gone });
    await enqueueAttribution(db, gone);
  });
  await refetchOrders(shop, stale, recompute);
  await inShop(shopId, async (db) => {
    await clearStaging(db, runId, ["seen", "progress"]);
    await db.run("update sync_parts set stage = 'done' where shop_id = $1 and run_id = $2 and part = 'ids'", [shopId, runId]);
  });
  return { deleted: gone.length, repaired: stale.length };
}

async function finishedIds(shop: SyncShop): Promise<{ url: string | null; fileSize: number | null; createdAt: string } | null> {
  const started = await startBulkQuery(shop.ask, ORDER_IDS_BULK);
  if (started.kind === "busy") return null; // the next reconciliation is soon
  if (started.kind === "refused") throw new Error(`Shopify refused the comparison of all orders: ${started.message}`);
  for (let waited = 0; waited < FULL_WAIT_MS; waited += 1000) {
    const operation = await readBulkOperation(shop.ask, bulkOperationId(started.operation));
    const step = operation && bulkStep(operation);
    if (step?.do === "download" || step?.do === "finish_empty")
      return { url: operation?.url ?? null, fileSize: operation?.fileSize ?? null, createdAt: started.operation.createdAt };
    if (step?.do !== "wait") throw new Error(`The comparison of all orders ended as ${operation?.status ?? "unknown"}.`);
    await pause(1000);
  }
  throw new Error("Shopify took too long to list all orders.");
}

/** Orders younger than the list are not in it and not gone. */
async function differences(db: Db, runId: number, listedAt: string): Promise<{ gone: string[]; stale: string[] }> {
  const gone = await db.rows<{ id: string }>(
    `select o.id from orders o where o.shop_id = $1 and o.created_at < $3::timestamptz - interval '1 hour'
       and o.id not in (select s.id from staging.own_seen s where s.run_id = $2)`,
    [db.shopId, runId, listedAt],
  );
  const stale = await db.rows<{ id: string }>(
    `select s.id from staging.own_seen s left join orders o on o.shop_id = $1 and o.id = s.id
     where s.run_id = $2 and (o.id is null or o.updated_at < s.updated_at)
       and not exists (select from deleted_orders d where d.shop_id = $1 and d.id = s.id)`,
    [db.shopId, runId],
  );
  return { gone: gone.map((row) => row.id), stale: stale.map((row) => row.id) };
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}
