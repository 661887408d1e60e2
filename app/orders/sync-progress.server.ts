import { inShop } from "../database/pool.server.ts";
import { shopById } from "../shopify/shops.server.ts";
import { estimateSeconds } from "./estimate-seconds.ts";
import type { SyncPartProgress, SyncProgress } from "./sync-progress.ts";

interface RunRow {
  id: number;
  kind: "first" | "reconcile";
  status: "running" | "done" | "failed";
  started_at: Date;
  finished_at: Date | null;
  error: string | null;
}
interface PartRow {
  part: SyncPartProgress["part"];
  stage: "requested" | "running" | "downloading" | "merging" | "done" | "failed";
  bulk_operation_id: string | null;
  found: number;
  loaded: number;
  started_at: Date | null;
}

/** How far the first sync of the present installation is; of several, the latest. Records set aside are counted over all sources. */
export async function syncProgress(shopId: number, now = new Date()): Promise<SyncProgress> {
  const shop = await shopById(shopId);
  return inShop(shopId, async (db) => {
    const run = await db.row<RunRow>(
      `select id, kind, status, started_at, finished_at, error from sync_runs
       where shop_id = $1 and kind = 'first' and started_at >= (select installed_at from shops where id = $1) order by id desc limit 1`,
      [shopId],
    );
    const parts = run
      ? await db.rows<PartRow>(
          `select part, stage, bulk_operation_id, found, loaded, started_at from sync_parts where shop_id = $1 and run_id = $2
           order by array_position(array['products', 'customers', 'orders'], part)`,
          [shopId, run.id],
        )
      : [];
    const setAside = await db.row<{ count: number }>("select count(*)::int as count from set_aside where shop_id = $1", [shopId]);
    return {
      kind: run?.kind ?? "first",
      status: run?.status ?? "none",
      startedAt: run?.started_at.toISOString() ?? null,
      finishedAt: run?.finished_at?.toISOString() ?? null,
      estimateSeconds: run?.status === "running" ? estimateSeconds(parts, (now.getTime() - run.started_at.getTime()) / 1000) : null,
      parts: parts.map(({ part, stage, bulk_operation_id, found, loaded }) => ({
        part,
        stage: shownStage(stage, bulk_operation_id),
        found,
        loaded,
      })),
      setAside: setAside?.count ?? 0,
      error: run?.error ?? null,
      ordersFrom: shop?.ordersFrom ?? null,
    };
  });
}

function shownStage(stage: PartRow["stage"], operation: string | null): SyncPartProgress["stage"] {
  if (stage === "requested") return operation ? "requested" : "waiting";
  return stage === "running" ? "requested" : stage;
}
