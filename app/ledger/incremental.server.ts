import { type Db, inShop } from "../database/pool.server.ts";
import { INVESTED } from "./earned-lines.sql.ts";
import { exposedLines } from "./exposed-lines.sql.ts";
import type { Headline } from "./headline.ts";
import { type HoldoutRow, type Incremental, incrementalOf } from "./incremental.ts";
import { roi } from "./roi.ts";

interface Row extends HoldoutRow {
  kind: "global_holdout" | "offer_holdout";
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
  return incremental.kind === "known" ? roi(incremental.expected, incremental.invested) : roi(null, 0);
}

/**
 * Of each holdout the latest look; an experiment begun anew and not read yet leaves the one before in force.
 */
const LATEST = `
  with latest as (
    select distinct on (e.kind, e.offer_id) e.id, e.kind, e.offer_id, e.started_at, e.ended_at, k.computed_at, k.result
    from experiments e left join experiment_looks k on k.shop_id = $1 and k.experiment_id = e.id
    where e.shop_id = $1 and e.kind in ('global_holdout', 'offer_holdout') and e.status <> 'draft'
    order by e.kind, e.offer_id, k.day desc nulls last, e.id desc
  )
  select latest.id, kind, latest.offer_id as "offerId", started_at as "startedAt", computed_at as "computedAt", result, coalesce(i.invested, 0)::float8 as invested
  from latest left join lateral (
    select sum(${INVESTED}) as invested from ${exposedLines({ holdout: "latest", until: "latest.computed_at" })}
  ) i on true`;
