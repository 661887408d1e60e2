import { setTimeout as pause } from "node:timers/promises";
import { inShop } from "../database/pool.server.ts";
import type { SyncShop } from "./ask.server.ts";
import { runFirstSync, startFirstSync } from "./first-sync.server.ts";
import { syncProgress } from "./sync-progress.server.ts";
import type { SyncProgress } from "./sync-progress.ts";

/** A first sync from the terminal: begins or continues it and stays until it ends, beside any worker that does the same. */
export async function firstSyncToEnd(
  shopId: number,
  report: (progress: SyncProgress) => void = () => {},
  shop?: SyncShop,
): Promise<SyncProgress> {
  const { runId } = await inShop(shopId, (db) => startFirstSync(db));
  for (;;) {
    const outcome = await runFirstSync({ shopId, runId }, shop);
    const progress = await syncProgress(shopId);
    report(progress);
    if (outcome !== "waiting" && outcome !== "held") return progress;
    await pause(500);
  }
}
