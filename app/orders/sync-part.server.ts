import type { Db } from "../database/pool.server.ts";
import { CUSTOMERS_BULK, ORDERS_BULK, PRODUCTS_BULK } from "./bulk-parts.graphql.ts";
import type { SyncFailure } from "./bulk-step.ts";
import { clearStaging } from "./stage.server.ts";
import type { StagingTable } from "./staged-rows.ts";

export type SyncPartName = "products" | "customers" | "orders";

export const SYNC_PARTS: Record<SyncPartName, { readonly query: string; readonly tables: readonly StagingTable[] }> = {
  products: { query: PRODUCTS_BULK, tables: ["products", "variants", "collections"] },
  customers: { query: CUSTOMERS_BULK, tables: ["customers"] },
  orders: { query: ORDERS_BULK, tables: ["orders", "lines", "refunds"] },
};
export const SYNC_PART_NAMES = Object.keys(SYNC_PARTS) as SyncPartName[];

/** How often an operation is asked for before the part counts as failed. */
export const ATTEMPTS = 3;

export interface SyncPartRow {
  readonly part: SyncPartName;
  readonly stage: "requested" | "running" | "downloading" | "merging" | "done" | "failed";
  readonly bulk_operation_id: string | null;
  readonly attempts: number;
  readonly started_at: Date | null;
}

export async function readPart(db: Db, runId: number, part: SyncPartName): Promise<SyncPartRow> {
  const row = await db.row<SyncPartRow>(
    "select part, stage, bulk_operation_id, attempts, started_at from sync_parts where shop_id = $1 and run_id = $2 and part = $3",
    [db.shopId, runId, part],
  );
  if (!row) throw new Error(`Run ${runId} has no part ${part}.`);
  return row;
}

export async function updatePart(db: Db, runId: number, part: SyncPartName, values: Record<string, unknown>): Promise<void> {
  const names = Object.keys(values);
  await db.run(
    `update sync_parts set ${names.map((name, at) => `${name} = $${at + 4}`).join(", ")} where shop_id = $1 and run_id = $2 and part = $3`,
    [db.shopId, runId, part, ...names.map((name) => values[name])],
  );
}

/** What a download of this part left behind: staged rows, and records set aside that the next download will meet again. */
export async function clearPart(db: Db, runId: string | number, part: string): Promise<void> {
  if (part in SYNC_PARTS) await clearStaging(db, runId, SYNC_PARTS[part as SyncPartName].tables);
  else await clearStaging(db, runId, ["seen"]);
  await db.run("delete from staging.own_progress where run_id = $1 and part = $2", [runId, part]);
  await db.run("delete from set_aside where shop_id = $1 and source = $2 and resource = $3", [db.shopId, `sync ${runId}`, part]);
}

/** Asks for a fresh operation, or gives the part up after the last attempt. */
export async function restartPart(db: Db, runId: number, row: SyncPartRow, reason: SyncFailure): Promise<"waiting" | "failed"> {
  await clearPart(db, runId, row.part);
  if (row.attempts + 1 >= ATTEMPTS) {
    await failPart(db, runId, row.part, reason);
    return "failed";
  }
  await updatePart(db, runId, row.part, {
    stage: "requested",
    bulk_operation_id: null,
    attempts: row.attempts + 1,
    lines_read: 0,
    loaded: 0,
    found: 0,
    set_aside: 0,
    started_at: null,
    error: reason,
  });
  return "waiting";
}

export async function failPart(db: Db, runId: number, part: SyncPartName, reason: SyncFailure): Promise<void> {
  await updatePart(db, runId, part, { stage: "failed", error: reason, finished_at: new Date() });
}
