import { inShop } from "../database/pool.server.ts";
import { type Earned, NOTHING_EARNED, NOTHING_SHOWN, type Shown } from "./earned.ts";
import { EARNED_SUMS, earnedLines } from "./earned-lines.sql.ts";
import { fillDays } from "./fill-days.ts";
import { incrementals, roiOf } from "./incremental.server.ts";
import type { LedgerPeriod } from "./ledger-period.ts";
import type { OfferReport } from "./offer-report.ts";
import { roi } from "./roi.ts";
import { sourceRows } from "./source-rows.ts";

interface Row {
  dimension: string;
  key: string;
  shown: Shown | null;
  earned: Earned | null;
}

/** One offer over a period: what was shown and earned by day and source, and what its holdout says. Null when there is no such offer. */
export function offerReport(shopId: number, offerId: number, period: LedgerPeriod): Promise<OfferReport | null> {
  return inShop(shopId, async (db) => {
    const offer = await db.row<{ name: string; stage: string; currency: string }>(
      "select o.name, o.stage, s.currency from offers o join shops s on s.id = o.shop_id where o.shop_id = $1 and o.id = $2",
      [shopId, offerId],
    );
    if (!offer) return null;
    const rows = await db.rows<Row>(SUMS, [shopId, period.from, period.to, offerId]);
    const incremental = (await incrementals(db)).of(offerId);
    const total = rows.find((row) => row.dimension === "total");
    const earned = total?.earned ?? NOTHING_EARNED;
    return {
      ...offer,
      offerId,
      shown: total?.shown ?? NOTHING_SHOWN,
      earned,
      attributedRoi: roi(earned.profit, earned.invested),
      incremental,
      roi: roiOf(incremental),
      days: fillDays(
        rows
          .filter((row) => row.dimension === "day")
          .map((row) => ({ day: row.key, shown: row.shown ?? NOTHING_SHOWN, earned: row.earned ?? NOTHING_EARNED })),
      ),
      sources: sourceRows(rows.flatMap(({ dimension, key, earned }) => (earned ? [{ dimension, key, earned }] : []))),
    };
  });
}

const SUMS = `
  with earned as materialized (${earnedLines("and a.offer_id = $4")}), zone as (select timezone from shops where id = $1), decided as (
    select d.visitor, d.placement, d.ghost, d.created_at, coalesce(e.impression, false) as impression, coalesce(e.accept, false) as accept
    from decisions d left join lateral (
      select bool_or(kind = 'impression') as impression, bool_or(kind = 'accept') as accept from decision_events where shop_id = $1 and decision_id = d.id
    ) e on true
    where d.shop_id = $1 and d.offer_id = $4 and ($2::timestamptz is null or d.created_at >= $2) and ($3::timestamptz is null or d.created_at < $3)
  ), shown as (
    select dimension, key, json_build_object('decisions', count(*) filter (where not ghost), 'visitors', count(distinct visitor) filter (where not ghost),
      'impressions', count(*) filter (where impression and not ghost), 'added', count(*) filter (where accept and not ghost),
      'withheld', count(*) filter (where ghost)) as shown
    from decided cross join zone cross join lateral (values ('total', ''), ('placement', placement),
      ('day', to_char(created_at at time zone timezone, 'YYYY-MM-DD'))) by (dimension, key) group by dimension, key
  ), sums as (
    select dimension, key, ${EARNED_SUMS}
    from earned cross join zone cross join lateral (values ('total', ''), ('placement', placement), ('buyer', buyer), ('source', source),
      ('day', to_char(ordered_at at time zone timezone, 'YYYY-MM-DD'))) by (dimension, key) group by dimension, key
  )
  select coalesce(shown.dimension, sums.dimension) as dimension, coalesce(shown.key, sums.key) as key, shown.shown,
    case when sums.key is null then null else (to_jsonb(sums) - 'dimension' - 'key')::json end as earned
  from shown full join sums on sums.dimension = shown.dimension and sums.key = shown.key order by 1, 2`;
