import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { type Db, inShop } from "../database/pool.server.ts";
import { log } from "../log.server.ts";
import { inSight, type Recompute } from "./apply-orders.server.ts";
import { type SyncShop, syncShop } from "./ask.server.ts";
import { bulkOperationId, readBulkOperation, startBulkQuery } from "./bulk-operation.server.ts";
import { ORDER_IDS_BULK } from "./bulk-parts.graphql.ts";
import { bulkStep } from "./bulk-step.ts";
import { compareProducts } from "./compare-products.server.ts";
import { download } from "./download.server.ts";
import { readVisibleFrom } from "./fetch-orders.server.ts";
import { CHANGED_ORDERS } from "./order-reads.graphql.ts";
import { CHANGED_PRODUCTS } from "./product-reads.graphql.ts";
import { readOrdersAgain, readProductsAgain } from "./read-again.server.ts";
import { clearLeftStaging, clearStaging, setAside } from "./stage.server.ts";

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
 * time of change, and what is missing or older here is read again. What was deleted does not show in a list of changes: once a
 * day, or when asked, the ids of all orders are compared by a bulk operation, and all products page by page. Not found between two full comparisons: deletions whose
 * webhook was lost. null: no first sync is done yet.
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
      await readOrdersAgain(shop, stale, recompute);
      return stale.length;
    });
    const products = await walk(shop, CHANGED_PRODUCTS, "products", since, async (changed) => {
      const stale = await staleIds(shopId, "products", changed);
      await readProductsAgain(shop, stale, recompute);
      return stale.length;
    });
    const differing = full ? await compareProducts(shop, (ids) => readProductsAgain(shop, ids, recompute)) : 0;
    const compared = full ? await compareAll(shop, runId, recompute) : null;
    const reached = orders.latest && orders.latest > watermark ? orders.latest : watermark;
    await end(shopId, runId, { kind: compared ? "full" : "reconcile", status: "done", watermark: reached, error: null });
    const result = {
      orders: orders.repaired + (compared?.repaired ?? 0),
      products: products.repaired + differing,
      deleted: compared?.deleted ?? 0,
      full: compared !== null,
    };
    if (result.orders + result.products + result.deleted > 0) log.info(result, "a reconciliation repaired what webhooks had lost");
    return result;
  } catch (error) {
    await end(shopId, runId, { kind: full ? "full" : "reconcile", status: "failed", watermark: null, error: (error as Error).name });
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

interface Ended {
  readonly kind: "full" | "reconcile";
  readonly status: "done" | "failed";
  readonly watermark: Date | null;
  readonly error: string | null;
}

async function end(shopId: number, runId: number, { kind, status, watermark, error }: Ended): Promise<void> {
  await inShop(shopId, (db) =>
    db.run("update sync_runs set kind = $3, status = $4, watermark = $5, error = $6, finished_at = now() where shop_id = $1 and id = $2", [
      shopId,
      runId,
      kind,
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

/**
 * All ids and times of change against all orders here, in one set-based comparison. An order that the list lacks is asked for by its
 * id, and only that answer deletes it. null: no list could be had now.
 */
async function compareAll(shop: SyncShop, runId: number, recompute: Recompute): Promise<{ deleted: number; repaired: number } | null> {
  const { shopId } = shop;
  const operation = await finishedIds(shop);
  if (!operation) return null; // the next reconciliation is soon
  const visibleFrom = await readVisibleFrom(shop.ask);
  await inShop(shopId, (db) =>
    db.run("insert into sync_parts (shop_id, run_id, part, stage) values ($1, $2, 'ids', 'downloading')", [shopId, runId]),
  );
  const { url, fileSize } = operation;
  if (url) await download(shop, { runId: String(runId), part: "ids", url, fileSize, onlyIds: true });
  const { lacking, stale } = await inShop(shopId, async (db) => {
    const found = await differences(db, { runId, listedAt: operation.createdAt, visibleFrom });
    return { ...found, lacking: (await isWhole(db, runId, { ...operation, lacking: found.lacking })) ? found.lacking : [] };
  });
  const { deleted } = await readOrdersAgain(shop, [...stale, ...lacking], recompute);
  await inShop(shopId, async (db) => {
    await clearStaging(db, runId, ["seen", "progress"]);
    await db.run("update sync_parts set stage = 'done' where shop_id = $1 and run_id = $2 and part = 'ids'", [shopId, runId]);
  });
  return { deleted: deleted.length, repaired: stale.length };
}

interface ListOfIds {
  readonly url: string | null;
  readonly fileSize: number | null;
  readonly createdAt: string;
  /** how many orders Shopify says it listed */
  readonly objectCount: number;
}

async function finishedIds(shop: SyncShop): Promise<ListOfIds | null> {
  const started = await startBulkQuery(shop.ask, ORDER_IDS_BULK);
  if (started.kind === "busy") return null;
  if (started.kind === "refused") throw new Error(`Shopify refused the comparison of all orders: ${started.message}`);
  for (let waited = 0; waited < FULL_WAIT_MS; waited += 1000) {
    const operation = await readBulkOperation(shop.ask, bulkOperationId(started.operation));
    const step = operation && bulkStep(operation);
    if (operation && (step?.do === "download" || step?.do === "finish_empty"))
      return { ...operation, createdAt: started.operation.createdAt };
    if (step?.do !== "wait") throw new Error(`The comparison of all orders ended as ${operation?.status ?? "unknown"}.`);
    await pause(1000);
  }
  throw new Error("Shopify took too long to list all orders.");
}

/** Orders younger than the list, or older than what can be seen, are not in it and not gone. */
async function differences(
  db: Db,
  list: { runId: number; listedAt: string; visibleFrom: Date | null },
): Promise<{ lacking: string[]; stale: string[] }> {
  const lacking = await db.rows<{ id: string }>(
    `select o.id from orders o where o.shop_id = $1 and o.created_at < $3::timestamptz - interval '1 hour' and ${inSight("$4")}
       and o.id not in (select s.id from staging.own_seen s where s.run_id = $2)`,
    [db.shopId, list.runId, list.listedAt, list.visibleFrom],
  );
  const stale = await db.rows<{ id: string }>(
    `select s.id from staging.own_seen s left join orders o on o.shop_id = $1 and o.id = s.id
     where s.run_id = $2 and (o.id is null or o.updated_at < s.updated_at)
       and not exists (select from deleted_orders d where d.shop_id = $1 and d.id = s.id)`,
    [db.shopId, list.runId],
  );
  return { lacking: lacking.map((row) => row.id), stale: stale.map((row) => row.id) };
}

/** Whether every order that Shopify counted is in the list. What a list that is not whole lacks says nothing, and the merchant is told. */
async function isWhole(db: Db, runId: number, list: ListOfIds & { lacking: readonly string[] }): Promise<boolean> {
  const seen = await db.row<{ listed: number }>("select count(*)::int as listed from staging.own_seen where run_id = $1", [runId]);
  const listed = seen?.listed ?? 0;
  if (list.lacking.length === 0 || (list.url !== null && listed === list.objectCount)) return true;
  log.warn(
    { listed, counted: list.objectCount, lacking: list.lacking.length },
    "a list of all orders is not whole: nothing is deleted by it",
  );
  await setAside(db, `sync ${runId}`, "orders", [
    {
      line: null,
      id: null,
      parentId: null,
      reason: `the list of all orders has ${listed} of ${list.objectCount}: nothing was deleted by it`,
    },
  ]);
  return false;
}
