import { inShop } from "../database/pool.server.ts";
import { log } from "../log.server.ts";
import { buildInThread } from "./affinity/build-in-thread.server.ts";
import { readBaskets, readRepeatDays } from "./affinity/read-baskets.server.ts";
import { type AffinityToWrite, writeAffinity } from "./affinity/write-affinity.server.ts";

export interface AffinityReport {
  /** the version that is served now */
  readonly version: number;
  readonly orders: number;
  readonly products: number;
  /** choosing and building alone */
  readonly buildMs: number;
  /** overtaken: one that read the orders later was done earlier, and it stays */
  readonly outcome: "served" | "overtaken";
}

/**
 * Rebuilds what is bought together from the order lines under a new version, then serves it: a decision sees the old version or
 * the new one, never a mixture. No transaction is open while the model is chosen and built, in a thread of its own.
 */
export async function rebuildAffinity(shopId: number, now: Date, signal?: AbortSignal): Promise<AffinityReport> {
  const began = performance.now();
  const { baskets, ids, repeatDays, readAt } = await inShop(shopId, async (db) => {
    const shop = await db.row<{ readAt: Date }>(`select now() as "readAt" from shops where id = $1`, [shopId]);
    if (!shop) throw new Error(`There is no shop ${shopId}`);
    const read = await readBaskets(db, now);
    return { ...read, repeatDays: await readRepeatDays(db, read.ids), ...shop };
  });
  const readMs = performance.now() - began;
  const built = await buildInThread(baskets, signal);
  signal?.throwIfAborted();
  const { version, outcome } = await serve(shopId, { ...built, ids, repeatDays, readAt, builtAt: now });
  const report = { version, orders: built.model.orderTotal, products: ids.length, buildMs: built.buildMs, outcome };
  log.info({ shopId, ...report, readMs: Math.round(readMs), ms: Math.round(performance.now() - began) }, "affinity was rebuilt");
  return report;
}

/** Writes under the next version and points the shop at it. Rebuilds of a shop wait for each other here, and nobody waits for them. */
async function serve(shopId: number, affinity: AffinityToWrite): Promise<Pick<AffinityReport, "version" | "outcome">> {
  return inShop(shopId, async (db) => {
    await db.run("select pg_advisory_xact_lock(7308, $1)", [shopId]);
    const served = await db.row<{ version: number; younger: boolean }>(
      `select s.affinity_version as version, coalesce(m.read_at > $2::timestamptz(3), false) as younger
       from shops s left join affinity_models m on m.shop_id = s.id and m.version = s.affinity_version where s.id = $1`,
      [shopId, affinity.readAt],
    );
    if (!served) throw new Error(`There is no shop ${shopId}`);
    if (served.younger) return { version: served.version, outcome: "overtaken" };
    const version = served.version + 1;
    await writeAffinity(db, version, affinity);
    await db.run("delete from co_purchases where shop_id = $1 and version <> $2", [shopId, version]);
    await db.run("delete from affinity_models where shop_id = $1 and version <> $2", [shopId, version]);
    await db.run("update shops set affinity_version = $2 where id = $1", [shopId, version]);
    return { version, outcome: "served" };
  });
}
