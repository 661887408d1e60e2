import { inShop } from "../database/pool.server.ts";
import {
  AFTER_END_DAYS,
  EXPERIMENT_COLUMNS,
  type ExperimentDetail,
  type ExperimentRow,
  type ExperimentStanding,
  experimentFromRow,
  type ListedExperiment,
  type PastLook,
  STATUSES_OF,
} from "./experiment.ts";
import { LIVE } from "./experiment-rows.server.ts";
import { type ExperimentGroup, groupExperiments } from "./group-experiments.ts";
import type { Look } from "./look.ts";

const MOST_LOOKS = 400;

/** The shop's experiments that stand so, unless said all that are not archived, with what their latest look said: those that run first, then the newest. */
export function listExperiments(shopId: number, standing: ExperimentStanding | null = null): Promise<ListedExperiment[]> {
  const statuses = standing === null ? [...STATUSES_OF.running, ...STATUSES_OF.ended] : STATUSES_OF[standing];
  return inShop(shopId, async (db) => {
    const rows = await db.rows<ListedRow>(`${LISTED} and e.status = any($2::text[]) ${ORDER}`, [shopId, statuses]);
    return rows.map(listedFromRow);
  });
}

/** The same as groups: beside an offer's running holdout stand those that ended before it. */
export function listExperimentGroups(shopId: number, standing: ExperimentStanding): Promise<ExperimentGroup[]> {
  return inShop(shopId, async (db) => {
    const rows = await db.rows<ListedRow>(
      `${LISTED} and (e.status = any($2::text[]) or ($3 and e.kind = 'offer_holdout' and e.status = 'done' and exists (
         select from experiments r where r.shop_id = $1 and r.offer_id = e.offer_id and r.kind = 'offer_holdout' and r.status = 'running')))
       ${ORDER}`,
      [shopId, STATUSES_OF[standing], standing === "running"],
    );
    return groupExperiments(rows.map(listedFromRow));
  });
}

/** One experiment with all its looks until its verdict stood; null when the shop has none of this id. */
export async function getExperiment(shopId: number, id: number): Promise<ExperimentDetail | null> {
  if (!Number.isInteger(id) || id < 1 || id > 2_147_483_647) return null;
  return inShop(shopId, async (db) => {
    const row = await db.row<ListedRow>(`${LISTED} and e.id = $2`, [shopId, id]);
    if (!row) return null;
    const looks = await db.rows<PastLook>(
      `select to_char(day, 'YYYY-MM-DD') as day, (result->>'units')::float8 as units, result->'effects' as effects
       from (select day, result from experiment_looks where shop_id = $1 and experiment_id = $2
         and ($3::timestamptz is null or computed_at <= $3::timestamptz + interval '${AFTER_END_DAYS + 1} days') order by day desc limit ${MOST_LOOKS}) latest order by day`,
      [shopId, id, row.ended_at],
    );
    return {
      ...listedFromRow(row),
      computedAt: row.computed_at?.toISOString() ?? null,
      looks: looks.map(({ day, units, effects }) => ({
        day,
        units,
        effects: effects.map(({ arm, verdict, incremental }) => ({ arm, verdict, incremental })),
      })),
    };
  });
}

const ORDER = "order by e.status = 'running' desc, e.kind = 'global_holdout' desc, e.id desc";

interface ListedRow extends ExperimentRow {
  offer_name: string | null;
  live: boolean;
  computed_at: Date | null;
  look: Look | null;
}

const LISTED = `
  select ${EXPERIMENT_COLUMNS}, o.name as offer_name, ${LIVE} as live, l.computed_at, l.result as look
  from experiments e left join offers o on o.shop_id = e.shop_id and o.id = e.offer_id
  left join lateral (
    select computed_at, result from experiment_looks where shop_id = e.shop_id and experiment_id = e.id order by day desc limit 1
  ) l on true
  where e.shop_id = $1`;

function listedFromRow(row: ListedRow): ListedExperiment {
  return { ...experimentFromRow(row), offerName: row.offer_name, live: row.live, look: row.look };
}
