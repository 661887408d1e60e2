import { type Db, inShop, pool } from "../database/pool.server.ts";
import { enqueue } from "../jobs/queue.server.ts";
import { log } from "../log.server.ts";
import { ShopifyError } from "../shopify/shopify-error.ts";
import { advancePart } from "./advance-part.server.ts";
import { type SyncShop, syncShop } from "./ask.server.ts";
import type { SyncFailure } from "./bulk-step.ts";
import { enqueueAttribution } from "./enqueue-attribution.server.ts";
import { clearStaging } from "./stage.server.ts";
import { SYNC_PART_NAMES, SYNC_PARTS } from "./sync-part.server.ts";

/**
 * Begins a first sync, or gives the one that is under way. The job continues it until it is done. It is the present installation's:
 * it never counts as begun before it, though the clocks of the app and its database may differ and a run outlive the installation before.
 */
export async function startFirstSync(db: Db): Promise<{ runId: number }> {
  await db.run("select pg_advisory_xact_lock(7305, $1)", [db.shopId]);
  const running = await db.row<{ id: number }>(
    `update sync_runs r set started_at = greatest(started_at, installed_at) from shops s
     where s.id = r.shop_id and r.shop_id = $1 and kind = 'first' and status = 'running' returning r.id`,
    [db.shopId],
  );
  if (running) {
    await enqueue(db, "sync.first", { shopId: db.shopId, runId: running.id });
    return { runId: running.id };
  }
  const run = (await db.row<{ id: number }>(
    `insert into sync_runs (shop_id, kind, status, started_at)
     select id, 'first', 'running', greatest(now(), installed_at) from shops where id = $1 returning id`,
    [db.shopId],
  )) as { id: number };
  await db.run("insert into sync_parts (shop_id, run_id, part, stage) select $1, $2, part, 'requested' from unnest($3::text[]) part", [
    db.shopId,
    run.id,
    SYNC_PART_NAMES,
  ]);
  await enqueue(db, "sync.first", { shopId: db.shopId, runId: run.id });
  return { runId: run.id };
}

/**
 * Job `sync.first`: takes the run on from where its rows say it is, and comes back while Shopify still works. Safe to
 * run again and by several processes: one holds the run, the others leave at once.
 */
export async function runFirstSync(
  job: { shopId: number; runId: number },
  shop?: SyncShop,
): Promise<"done" | "failed" | "waiting" | "held" | "gone"> {
  const { shopId, runId } = job;
  const run = await inShop(shopId, (db) =>
    db.row<{ status: string }>("select status from sync_runs where shop_id = $1 and id = $2", [shopId, runId]),
  );
  if (run?.status !== "running") return run?.status === "done" || run?.status === "failed" ? run.status : "gone";
  const reader = shop ?? (await syncShop(shopId));
  if (!reader) return "gone";
  const lease = await holdRun(shopId, runId);
  if (!lease) return "held";
  try {
    const outcome = await advance(reader, runId);
    if (outcome === "waiting")
      await inShop(shopId, (db) => enqueue(db, "sync.first", { shopId, runId }, { once: `poll ${runId}`, startAfterSeconds: 1 }));
    return outcome;
  } catch (error) {
    if (!(error instanceof ShopifyError) || error.retryable) throw error;
    log.error({ err: error }, "the first sync cannot go on");
    await failFirstSync(
      shopId,
      runId,
      error.reason === "access_denied" || error.reason === "reconnect" ? "access_denied" : "shopify_refused",
    );
    return "failed";
  } finally {
    await lease();
  }
}

/** Ends a run that cannot go on, with a reason the merchant can read. Also for a job that used up its retries. */
export async function failFirstSync(shopId: number, runId: number, reason: SyncFailure): Promise<void> {
  await inShop(shopId, (db) =>
    db.run(
      "update sync_runs set status = 'failed', error = $3, finished_at = now() where shop_id = $1 and id = $2 and status = 'running'",
      [shopId, runId, reason],
    ),
  );
}

async function advance(shop: SyncShop, runId: number): Promise<"done" | "failed" | "waiting"> {
  for (;;) {
    const parts = await Promise.allSettled(SYNC_PART_NAMES.map((part) => advancePart(shop, runId, part)));
    const broken = parts.find((part) => part.status === "rejected");
    if (broken) throw broken.reason;
    const states = parts.map((part) => (part.status === "fulfilled" ? part.value : "failed"));
    if (states.every((state) => state === "done" || state === "failed")) return finish(shop.shopId, runId);
    const ended = states.some((state) => state === "moved");
    const ordersFree = states[SYNC_PART_NAMES.indexOf("products")] === "done" && (await readyToMerge(shop.shopId, runId));
    if (!ended && !ordersFree) return "waiting";
  }
}

/** Orders that waited for the products may go on in the same run. */
async function readyToMerge(shopId: number, runId: number): Promise<boolean> {
  return inShop(
    shopId,
    async (db) =>
      (await db.row("select 1 from sync_parts where shop_id = $1 and run_id = $2 and part = 'orders' and stage = 'merging'", [
        shopId,
        runId,
      ])) !== null,
  );
}

async function finish(shopId: number, runId: number): Promise<"done" | "failed"> {
  await inShop(shopId, (db) => db.row("select analyze_facts()"));
  const status = await inShop(shopId, async (db) => {
    const failed = await db.row<{ error: string }>(
      "select error from sync_parts where shop_id = $1 and run_id = $2 and stage = 'failed' limit 1",
      [shopId, runId],
    );
    const ended = failed ? "failed" : "done";
    await db.run("update sync_runs set status = $3, error = $4, finished_at = now() where shop_id = $1 and id = $2", [
      shopId,
      runId,
      ended,
      failed?.error ?? null,
    ]);
    // What did arrive counts, also beside a part that failed.
    await enqueue(db, "value.rebuild", { shopId }, { once: `value ${shopId}` });
    await enqueue(db, "affinity.rebuild", { shopId }, { once: `affinity ${shopId}` });
    await enqueueAttribution(db, "all");
    return ended;
  });
  await inShop(shopId, async (db) => {
    for (const part of SYNC_PART_NAMES) await clearStaging(db, runId, SYNC_PARTS[part].tables);
    await clearStaging(db, runId, ["progress"]);
  });
  return status;
}

/** The lease is a connection's lock: it ends with the process that holds it. */
async function holdRun(shopId: number, runId: number): Promise<(() => Promise<void>) | null> {
  const client = await pool().connect();
  try {
    const key = `sync ${shopId} ${runId}`;
    const { rows } = await client.query<{ held: boolean }>("select pg_try_advisory_lock(hashtextextended($1, 0)) as held", [key]);
    if (!rows[0]?.held) {
      client.release();
      return null;
    }
    return async () => {
      const failure = await client.query("select pg_advisory_unlock(hashtextextended($1, 0))", [key]).then(
        () => undefined,
        (error: Error) => error,
      );
      client.release(failure);
    };
  } catch (error) {
    client.release(error as Error);
    throw error;
  }
}
