import type { Db } from "../../database/pool.server.ts";
import type { DecayedCell } from "./compile-model.ts";

const DAYS = 3;
const HALF_LIFE_DAYS = 60;
/** Older days weigh under 2 %. */
const OLDEST_DAYS = 365;

/**
 * Outcomes of the last three days, stated anew (UTC days). A unit is a visitor on a day, of those whose id lasts, because only such
 * a visitor can be held out. A trial is one that had the arm in view, a ghost one from whom it was withheld while its place came in
 * view; an accept and a ghost buy are the same of either: an order within 24 hours that still has the product, whichever way it was
 * bought. Who was shown an offer and bought the product without it has not been lost to it.
 */
const RESTATE = `
  insert into arm_days (shop_id, day, context, offer_id, product_id, depth_bp, trials, accepts, ghosts, ghost_buys, base_sum)
  select $1, day, context, offer_id, product_id, depth_bp,
    count(*) filter (where not ghost), count(*) filter (where not ghost and took), count(*) filter (where ghost), count(*) filter (where ghost and took), coalesce(sum(base), 0)
  from (
    select (d.created_at at time zone 'UTC')::date as day, d.context, d.offer_id, split_part(d.arm, ':', 2)::bigint as product_id, coalesce(d.depth_bp, 0) as depth_bp,
      d.visitor, d.ghost, avg((d.candidates -> 0 ->> 'base')::float8) as base,
      bool_or(exists (
        select from orders o join order_lines l on l.shop_id = o.shop_id and l.order_id = o.id
        where o.shop_id = $1 and o.visitor = d.visitor and o.processed_at >= date_trunc('second', d.created_at) and o.processed_at < d.created_at + interval '24 hours'
          and o.cancelled_at is null and not o.test and l.product_id = split_part(d.arm, ':', 2)::bigint and l.current_quantity > 0)) as took
    from decisions d
    where d.shop_id = $1 and d.created_at >= $2 and d.offer_id is not null and d.tracked and d.arm like '%:%:%'
      and exists (select from decision_events e where e.shop_id = $1 and e.decision_id = d.id and e.kind = 'impression')
    group by 1, 2, 3, 4, 5, 6, 7
  ) visitor_day
  group by day, context, offer_id, product_id, depth_bp`;

export async function restateArmDays(db: Db, now: Date): Promise<void> {
  const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - (DAYS - 1)));
  await db.run("delete from arm_days where shop_id = $1 and day >= $2::timestamptz at time zone 'UTC'", [db.shopId, from]);
  await db.run(RESTATE, [db.shopId, from]);
}

/** Everything that was learned, a row a context and arm, the most weighty first. */
export function decayedCells(db: Db, now: Date): Promise<DecayedCell[]> {
  return db.rows<DecayedCell>(
    `select context, offer_id as "offerId", product_id as "productId", depth_bp as "depthBp",
       sum(trials * w) as trials, sum(accepts * w) as accepts, sum(ghosts * w) as ghosts, sum(ghost_buys * w) as "ghostBuys",
       coalesce(sum(base_sum) / nullif(sum(trials + ghosts), 0), 0) as base
     from (
       select *, power(2::float8, -greatest(0, $2::date - day) / ${HALF_LIFE_DAYS}::float8) as w from arm_days where shop_id = $1 and day > $2::date - ${OLDEST_DAYS}
     ) d
     group by context, offer_id, product_id, depth_bp order by sum((trials + ghosts) * w) desc, context, offer_id, product_id, depth_bp`,
    [db.shopId, now.toISOString().slice(0, 10)],
  );
}
