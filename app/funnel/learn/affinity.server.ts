import { inShop } from "../../database/pool.server.ts";
import { log } from "../../log.server.ts";
import { type BuiltAffinity, chosenInThread, provenInThread } from "../affinity/build-in-thread.server.ts";
import { readBaskets } from "../affinity/read-baskets.server.ts";
import { readRepeatDays } from "../affinity/read-repeat-days.server.ts";
import { type AffinityToWrite, forgetOlderAffinity, writeAffinity } from "../affinity/write-affinity.server.ts";

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
 * the new one, never a mixture. No transaction is open while the model is chosen and built, in a thread of its own. A shop that is
 * served nothing yet gets the proven model first, under a version of its own, as the choice takes many times longer.
 */
export async function rebuildAffinity(shopId: number, now: Date, signal?: AbortSignal): Promise<AffinityReport> {
  const began = performance.now();
  const read = await inShop(shopId, async (db) => {
    const shop = await db.row<{ readAt: Date; version: number }>(
      `select now() as "readAt", affinity_version as version from shops where id = $1`,
      [shopId],
    );
    if (!shop) throw new Error(`There is no shop ${shopId}`);
    // nobody waits for a new version while shoppers are served the one before
    const rests = shop.version > 0;
    if (rests) await db.run("set local max_parallel_workers_per_gather to 0");
    const read = await readBaskets(db, now, rests);
    return { ...read, repeatDays: await readRepeatDays(db, read.ids, rests), ...shop };
  });
  const { ids, repeatDays, readAt } = read;
  const readMs = Math.round(performance.now() - began);
  const serveBuilt = async (built: BuiltAffinity, where: "first" | "any"): Promise<AffinityReport> => {
    signal?.throwIfAborted();
    const { model, popular, buildMs } = built;
    const served = await serve(shopId, { model, popular, buildMs, ids, repeatDays, readAt, builtAt: now }, where);
    const report = { orders: model.orderTotal, products: ids.length, buildMs, ...served };
    const chosen = where === "any";
    log.info({ shopId, ...report, chosen, readMs, ms: Math.round(performance.now() - began) }, "affinity was rebuilt");
    return report;
  };
  if (read.version > 0) return serveBuilt(await chosenInThread(read.baskets, signal), "any");
  const proven = await provenInThread(read.baskets, signal);
  const first = await serveBuilt(proven, "first");
  const chosen = await chosenInThread(proven.baskets, signal);
  // too few orders to choose by: it would be the same again
  return first.outcome === "served" && !chosen.model.validation.small ? first : serveBuilt(chosen, "any");
}

/**
 * Writes under the next version and points the shop at it. Rebuilds of a shop wait for each other here, and nobody waits for them.
 * "first": unless the shop is served something by now, as another rebuild may have chosen already.
 */
async function serve(
  shopId: number,
  affinity: AffinityToWrite,
  where: "first" | "any",
): Promise<Pick<AffinityReport, "version" | "outcome">> {
  const outcome = await inShop(shopId, async (db): Promise<Pick<AffinityReport, "version" | "outcome">> => {
    await db.run("select pg_advisory_xact_lock(7308, $1)", [shopId]);
    const served = await db.row<{ version: number; younger: boolean }>(
      `select s.affinity_version as version, coalesce(m.read_at > $2::timestamptz(3), false) as younger
       from shops s left join affinity_models m on m.shop_id = s.id and m.version = s.affinity_version where s.id = $1`,
      [shopId, affinity.readAt],
    );
    if (!served) throw new Error(`There is no shop ${shopId}`);
    if (served.younger || (where === "first" && served.version > 0)) return { version: served.version, outcome: "overtaken" };
    const version = served.version + 1;
    await writeAffinity(db, version, affinity);
    await db.run("update shops set affinity_version = $2 where id = $1", [shopId, version]);
    return { version, outcome: "served" };
  });
  if (outcome.outcome === "served") await forgetOlderAffinity(shopId, outcome.version);
  return outcome;
}
