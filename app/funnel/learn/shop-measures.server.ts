import type { Placement } from "../../../extensions/contract/offer-view.ts";
import type { Db } from "../../database/pool.server.ts";
import { type HoldoutCell, interruption } from "./interruption.ts";
import type { ShopMeasures } from "./policy-model.ts";
import { NO_RETURNS, returnShares, type SoldUnits } from "./return-shares.ts";

const SALES_DAYS = 365;
/** A placement that stopped showing offers because they interrupt is tried again once what was seen is older. */
const HOLDOUT_DAYS = 180;

/** What the shop's orders say of returns and its holdouts of interruptions, as of this moment; null while nothing was sold. */
export async function shopMeasures(db: Db, now: Date): Promise<ShopMeasures | null> {
  const units = await soldUnits(db, now);
  if (units.length === 0) return null;
  const seen = await holdoutCells(db, now);
  return {
    day: now.toISOString().slice(0, 10),
    returns: units.some(({ returned }) => returned > 0) ? returnShares(units) : NO_RETURNS,
    interruption: interruption(seen, new Map(seen.flatMap((cell) => (cell.profit === null ? [] : [[cell.placement, cell.profit]])))),
  };
}

function soldUnits(db: Db, now: Date): Promise<SoldUnits[]> {
  return db.rows<SoldUnits>(
    `select l.product_id as "productId", coalesce(p.product_type, '') as "productType", sum(l.quantity)::float8 as sold,
       sum(l.quantity - l.current_quantity)::float8 as returned
     from orders o
     join order_lines l on l.shop_id = o.shop_id and l.order_id = o.id
     left join products p on p.shop_id = l.shop_id and p.id = l.product_id
     where o.shop_id = $1 and o.processed_at > $2::timestamptz - interval '${SALES_DAYS} days' and o.processed_at <= $2
       and not o.test and o.cancelled_at is null and l.product_id is not null and not l.is_gift_card
     group by l.product_id, p.product_type having sum(l.quantity) > 0`,
    [db.shopId, now],
  );
}

/**
 * Visitors of holdouts whose place for an offer was in view, by the placement of their first exposure, with their orders of the
 * following 24 hours; "profit" is the mean of a placement's orders, of all arms.
 */
function holdoutCells(db: Db, now: Date): Promise<(HoldoutCell & { readonly placement: Placement; readonly profit: number | null })[]> {
  return db.rows(
    `with unit as materialized (
       select e.visitor, e.experiment_id, e.plan, e.arm = 'control' as withheld, e.exposed_at, d.placement
       from experiments x
       join exposures e on e.shop_id = x.shop_id and e.experiment_id = x.id
       join decisions d on d.shop_id = x.shop_id and d.id = e.decision_id
       where x.shop_id = $1 and x.kind in ('global_holdout', 'offer_holdout') and e.seen_at is not null
         and e.exposed_at > $2::timestamptz - interval '${HOLDOUT_DAYS} days' and e.exposed_at <= $2::timestamptz - interval '24 hours'
     ), outcome as materialized (
       select unit.*, bought.orders, bought.profit
       from unit cross join lateral (
         select count(*)::int as orders, sum(v.revenue - v.refunded - v.cost - v.fees)::float8 as profit
         from orders o left join order_values v on v.shop_id = o.shop_id and v.order_id = o.id
         where o.shop_id = $1 and o.visitor = unit.visitor and o.processed_at >= date_trunc('second', unit.exposed_at)
           and o.processed_at < unit.exposed_at + interval '24 hours' and not o.test and o.cancelled_at is null
       ) bought
     ), worth as (
       select placement, sum(profit) / nullif(sum(orders), 0) as profit from outcome group by placement
     )
     select placement, experiment_id as "experimentId", plan, withheld, count(*)::float8 as units, count(*) filter (where outcome.orders > 0)::float8 as orders,
       max(worth.profit) as profit
     from outcome join worth using (placement) group by placement, experiment_id, plan, withheld order by 1, 2, 3, 4`,
    [db.shopId, now],
  );
}
