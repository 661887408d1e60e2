import { type Db, inShop } from "../database/pool.server.ts";
import { LIVE } from "../experiments/experiment-rows.server.ts";
import { INVESTED } from "./earned-lines.sql.ts";
import { exposedLines } from "./exposed-lines.sql.ts";
import type { Headline } from "./headline.ts";
import { type HoldoutRow, type Incremental, incrementalOf } from "./incremental.ts";
import { roi } from "./roi.ts";

interface Row extends HoldoutRow {
  offerId: number | null;
}

/** What the holdouts say: of all offers together, and of each offer by its own. */
export async function incrementals(db: Db): Promise<{ all: Incremental; of(offerId: number): Incremental }> {
  const rows = await db.rows<Row>(LATEST, [db.shopId]);
  return {
    all: incrementalOf(rows.find((row) => row.kind === "global_holdout")),
    of: (offerId) => incrementalOf(rows.find((row) => row.kind === "offer_holdout" && row.offerId === offerId)),
  };
}

/** The headline: incremental profit of all offers together, by the visitors who see none. */
export function headline(shopId: number): Promise<Headline> {
  return inShop(shopId, async (db) => {
    const { all } = await incrementals(db);
    const shop = await db.row<{ currency: string }>("select currency from shops where id = $1", [shopId]);
    return { currency: shop?.currency ?? "", incremental: all, roi: roiOf(all) };
  });
}

/** Over the visitors and the time of the holdout. */
export function roiOf(incremental: Incremental) {
  return incremental.kind === "known" ? roi(incremental.expected, incremental.invested, incremental) : roi(null, 0);
}

/**
 * Of each holdout the latest look; an experiment begun anew and not read yet leaves the one before in force, if that can say something:
 * what ended with too few buyers will not have more.
 */
const LATEST = `
  with latest as (
    select distinct on (e.kind, e.offer_id) e.id, e.kind, e.offer_id, e.started_at, e.ended_at, e.plans, ${LIVE} as live, k.computed_at, k.result
    from experiments e left join lateral (
      select day, computed_at, result from experiment_looks where shop_id = $1 and experiment_id = e.id order by day desc limit 1
    ) k on true
    where e.shop_id = $1 and e.kind in ('global_holdout', 'offer_holdout') and e.status <> 'draft'
    order by e.kind, e.offer_id,
      case when e.ended_at is null or k.result->'effects'->0->'verdict'->>'kind' <> 'not_enough_data' then k.day end desc nulls last, e.id desc
  )
  select latest.id, kind, plans, live, latest.offer_id as "offerId", started_at as "startedAt", ended_at as "endedAt", computed_at as "computedAt", result,
    coalesce(i.invested, 0)::float8 as invested
  from latest left join lateral (
    select sum(${INVESTED}) as invested from ${exposedLines({ holdout: "latest", until: "latest.computed_at" })}
  ) i on true`;
