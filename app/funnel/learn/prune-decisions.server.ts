import { inShop } from "../../database/pool.server.ts";
import { log } from "../../log.server.ts";

/** Rows of one statement: few enough that none holds its locks for long. */
const BATCH = 20_000;

/** What goes when. A decision without an offer only tells why a place stayed empty, and nobody asks that for long. */
const RULES = [
  { older: "30 days", which: "d.offer_id is null" },
  { older: "13 months", which: "true" },
] as const;

export interface Pruned {
  readonly decisions: number;
  readonly events: number;
  readonly exposures: number;
}

/**
 * Job `decisions.prune`: deletes decisions and what was answered to them, without an offer after 30 days, all after 13 months, and the
 * exposures of experiments that ended 13 months ago. A decision that an attribution rests on stays without its events: a late
 * refund restates the attribution from it.
 */
export async function pruneDecisions(shopId: number, now: Date, options: { batch?: number; signal?: AbortSignal } = {}): Promise<Pruned> {
  const limit = { batch: options.batch ?? BATCH, signal: options.signal };
  const pruned = { decisions: 0, events: 0, exposures: await pruneExposures(shopId, now, limit) };
  for (const rule of RULES) {
    const gone = await pruneByRule(shopId, now, { ...rule, ...limit });
    pruned.decisions += gone.decisions;
    pruned.events += gone.events;
  }
  if (pruned.decisions + pruned.events + pruned.exposures > 0) log.info({ shopId, ...pruned }, "old decisions were deleted");
  return pruned;
}

interface Limit {
  readonly batch: number;
  readonly signal: AbortSignal | undefined;
}

interface Seen {
  readonly seen: number;
  readonly decisions: number;
  readonly events: number;
  readonly at: Date | null;
  readonly id: string | null;
}

/** Goes from the oldest on and never looks twice at what has to stay. */
async function pruneByRule(
  shopId: number,
  now: Date,
  rule: (typeof RULES)[number] & Limit,
): Promise<{ decisions: number; events: number }> {
  const total = { decisions: 0, events: 0 };
  let last: { at: Date | null; id: string | null } = { at: null, id: null };
  for (;;) {
    rule.signal?.throwIfAborted();
    const { at, id } = last;
    const batch = await inShop(shopId, (db) =>
      db.row<Seen>(
        `with old as materialized (
           select d.id, d.created_at from decisions d
           where d.shop_id = $1 and d.created_at < $2::timestamptz - interval '${rule.older}' and ${rule.which}
             ${at ? "and d.created_at >= $4 and (d.created_at, d.id) > ($4, $5::uuid)" : ""}
           order by d.created_at, d.id limit $3
         ), answers as (
           delete from decision_events e using old where e.shop_id = $1 and e.decision_id = old.id returning 1
         ), gone as (
           delete from decisions d using old where d.shop_id = $1 and d.id = old.id
             and not exists (select from attributions a where a.shop_id = $1 and a.decision_id = d.id) returning 1
         ), youngest as (
           select created_at, id from old order by created_at desc, id desc limit 1
         )
         select (select count(*)::int from old) as seen, (select count(*)::int from gone) as decisions, (select count(*)::int from answers) as events,
           (select created_at from youngest) as at, (select id from youngest) as id`,
        [shopId, now, rule.batch, ...(at ? [at, id] : [])],
      ),
    );
    total.decisions += batch?.decisions ?? 0;
    total.events += batch?.events ?? 0;
    if (!batch || batch.seen < rule.batch) return total;
    last = batch;
  }
}

async function pruneExposures(shopId: number, now: Date, { batch, signal }: Limit): Promise<number> {
  let total = 0;
  for (;;) {
    signal?.throwIfAborted();
    const gone = await inShop(shopId, (db) =>
      db.run(
        `delete from exposures where shop_id = $1 and (experiment_id, visitor) in (
           select x.experiment_id, x.visitor from exposures x join experiments e on e.shop_id = $1 and e.id = x.experiment_id
           where x.shop_id = $1 and e.ended_at < $2::timestamptz - interval '13 months' limit $3)`,
        [shopId, now, batch],
      ),
    );
    total += gone;
    if (gone < batch) return total;
  }
}
