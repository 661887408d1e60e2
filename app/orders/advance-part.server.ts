import { type Db, inShop } from "../database/pool.server.ts";
import { log } from "../log.server.ts";
import type { SyncShop } from "./ask.server.ts";
import { type BulkOperation, bulkOperationId, findRunningBulkQuery, readBulkOperation, startBulkQuery } from "./bulk-operation.server.ts";
import { bulkStep } from "./bulk-step.ts";
import { download, FileBroken, FileGone } from "./download.server.ts";
import { mergeCustomers } from "./merge-customers.server.ts";
import { mergeOrders } from "./merge-orders.server.ts";
import { mergeProducts } from "./merge-products.server.ts";
import { failPart, readPart, restartPart, SYNC_PARTS, type SyncPartName, type SyncPartRow, updatePart } from "./sync-part.server.ts";

/** moved: look again at once; waiting: Shopify or another part has to move first. */
export type Advance = "moved" | "waiting" | "done" | "failed";

/** Takes one part of a first sync one step on from wherever its row says it is. */
export async function advancePart(shop: SyncShop, runId: number, part: SyncPartName): Promise<Advance> {
  const row = await inShop(shop.shopId, (db) => readPart(db, runId, part));
  switch (row.stage) {
    case "requested":
      return request(shop, runId, row);
    case "running":
    case "downloading":
      return follow(shop, runId, row);
    case "merging":
      return merge(shop, runId, part);
    case "done":
    case "failed":
      return row.stage;
  }
}

async function request(shop: SyncShop, runId: number, row: SyncPartRow): Promise<Advance> {
  const { query } = SYNC_PARTS[row.part];
  let operation: BulkOperation | null = null;
  // Noted before asking: a process killed in between leaves the mark, and its operation is taken over.
  if (row.started_at) operation = await findRunningBulkQuery(shop.ask, query);
  else await inShop(shop.shopId, (db) => updatePart(db, runId, row.part, { started_at: new Date() }));
  if (!operation) {
    const started = await startBulkQuery(shop.ask, query);
    if (started.kind === "busy") return "waiting";
    if (started.kind === "refused") {
      log.error({ part: row.part, reason: started.message }, "Shopify refused a bulk operation");
      await inShop(shop.shopId, (db) => failPart(db, runId, row.part, "shopify_refused"));
      return "failed";
    }
    operation = started.operation;
  }
  const found = operation;
  await inShop(shop.shopId, async (db) => {
    await updatePart(db, runId, row.part, { stage: "running", bulk_operation_id: bulkOperationId(found), found: found.objectCount });
    // By Shopify's clock: what changed after this moment is not in the operation.
    if (row.part === "orders")
      await db.run("update sync_runs set watermark = $3 where shop_id = $1 and id = $2", [db.shopId, runId, found.createdAt]);
  });
  return "waiting";
}

async function follow(shop: SyncShop, runId: number, row: SyncPartRow): Promise<Advance> {
  const operation = await readBulkOperation(shop.ask, row.bulk_operation_id as string);
  if (!operation) return inShop(shop.shopId, (db) => restartPart(db, runId, row, "bulk_expired"));
  const step = bulkStep(operation);
  switch (step.do) {
    case "wait":
      await inShop(shop.shopId, (db) => updatePart(db, runId, row.part, { found: operation.objectCount }));
      return "waiting";
    case "finish_empty":
      await inShop(shop.shopId, (db) => updatePart(db, runId, row.part, { stage: "done", found: 0, loaded: 0, finished_at: new Date() }));
      return "done";
    case "give_up":
      await inShop(shop.shopId, (db) => failPart(db, runId, row.part, step.reason));
      return "failed";
    case "download":
      await inShop(shop.shopId, (db) => updatePart(db, runId, row.part, { stage: "downloading", found: operation.objectCount }));
      try {
        await download(shop, { runId: String(runId), part: row.part, url: step.url, fileSize: operation.fileSize });
      } catch (error) {
        if (error instanceof FileGone) return inShop(shop.shopId, (db) => restartPart(db, runId, row, "file_gone"));
        if (error instanceof FileBroken) return inShop(shop.shopId, (db) => restartPart(db, runId, row, "bulk_failed"));
        throw error;
      }
      await inShop(shop.shopId, (db) => updatePart(db, runId, row.part, { stage: "merging" }));
      return "moved";
    case "restart":
      log.warn({ part: row.part, status: operation.status, reason: step.reason }, "a bulk operation ended without its data");
      if (step.partialUrl) await takePartial(shop, runId, row, step.partialUrl);
      return inShop(shop.shopId, (db) => restartPart(db, runId, row, step.reason));
  }
}

/** What a failed operation had found is taken as it may be; the part itself stays open. */
async function takePartial(shop: SyncShop, runId: number, row: SyncPartRow, url: string): Promise<void> {
  try {
    await download(shop, { runId: String(runId), part: row.part, url, fileSize: null, partial: true });
  } catch (error) {
    if (error instanceof FileGone) return;
    throw error;
  }
  // Products come without all their variants, and customers count for nothing alone: only whole orders help already.
  if (row.part === "orders") await inShop(shop.shopId, (db) => mergeOrders(db, runId, { bulk: true, partial: true }));
}

async function merge(shop: SyncShop, runId: number, part: SyncPartName): Promise<Advance> {
  return inShop(shop.shopId, async (db) => {
    // Sales are stamped with what units cost, so the costs come first.
    if (part === "orders" && (await otherPartsRun(db, runId))) return "waiting";
    // Unlogged tables are empty after a crash of the server: then the file is read again.
    const intact = await db.row(
      "select 1 from staging.own_progress s join sync_parts p on p.run_id = s.run_id and p.part = s.part and p.lines_read = s.lines_read where p.shop_id = $1 and p.run_id = $2 and p.part = $3",
      [db.shopId, runId, part],
    );
    if (!intact) {
      await updatePart(db, runId, part, { stage: "downloading" });
      return "moved";
    }
    let orphans = 0;
    if (part === "products") await mergeProducts(db, runId, { bulk: true, at: new Date() });
    else if (part === "customers") await mergeCustomers(db, runId);
    else ({ orphans } = await mergeOrders(db, runId, { bulk: true }));
    await db.run(
      "update sync_parts set stage = 'done', error = null, finished_at = now(), set_aside = set_aside + $4 where shop_id = $1 and run_id = $2 and part = $3",
      [db.shopId, runId, part, orphans],
    );
    return "done";
  });
}

async function otherPartsRun(db: Db, runId: number): Promise<boolean> {
  return (
    (await db.row("select 1 from sync_parts where shop_id = $1 and run_id = $2 and part = 'products' and stage not in ('done', 'failed')", [
      db.shopId,
      runId,
    ])) !== null
  );
}
