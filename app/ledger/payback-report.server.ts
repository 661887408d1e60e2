import { inShop } from "../database/pool.server.ts";
import { type PaybackRow, paybackCohort } from "./payback.ts";
import type { PaybackReport } from "./payback-report.ts";

const MONTHS = 24;
/** All together, the curve goes on while half of the customers have been watched that long; a month's, while all have. */
const WATCHED = { all: 0.5, month: 1 } as const;

/** Whether customers whom a tripwire won bring back what it lost, and when; the latest 24 months. All of their profit counts, offers or not. */
export function paybackReport(shopId: number, now = new Date()): Promise<PaybackReport> {
  return inShop(shopId, async (db) => {
    const shop = await db.row<{ currency: string; today: string; guests: number }>(
      `select s.currency, to_char($2::timestamptz at time zone s.timezone, 'YYYY-MM-DD') as today, (
         select count(distinct a.order_id)::int from offers f join attributions a on a.shop_id = $1 and a.offer_id = f.id
         where f.shop_id = $1 and f.stage = 'tripwire' and a.quantity > 0 and a.customer_id is null) as guests
       from shops s where s.id = $1`,
      [shopId, now],
    );
    const rows = await db.rows<PaybackRow>(LIVED, [shopId]);
    const today = shop?.today ?? "";
    const months = [...new Set(rows.map(({ firstDay }) => firstDay.slice(0, 7)))].sort().slice(-MONTHS);
    const shown = rows.filter(({ firstDay }) => months.includes(firstDay.slice(0, 7)));
    const all = paybackCohort(shown, today, WATCHED.all);
    return {
      currency: shop?.currency ?? "",
      all: all && { month: null, ...all },
      cohorts: months.flatMap((month) => {
        const own = shown.filter(({ firstDay }) => firstDay.startsWith(month));
        const cohort = paybackCohort(own, today, WATCHED.month);
        return cohort ? [{ month, ...cohort }] : [];
      }),
      guestOrders: shop?.guests ?? 0,
    };
  });
}

const LIVED = `
  with zone as (select timezone from shops where id = $1), won as materialized (
    select distinct v.customer_id, v.first_order_at as first_at, (v.first_order_at at time zone zone.timezone)::date as first_day
    from zone cross join offers f
    join attributions a on a.shop_id = $1 and a.offer_id = f.id
    join customer_values v on v.shop_id = $1 and v.customer_id = a.customer_id and v.first_order_at = a.ordered_at
    where f.shop_id = $1 and f.stage = 'tripwire' and a.quantity > 0
  ), lived as (
    select w.customer_id, w.first_day, greatest(0, c.day - w.first_day) as age, c.processed_at = w.first_at as first,
      c.revenue - c.refunded - c.cost - c.fees as profit, coalesce(e.tripwire, 0) as tripwire, coalesce(e.maximizer, 0) as maximizer
    from won w join order_values c on c.shop_id = $1 and c.customer_id = w.customer_id
    left join lateral (
      select sum(a.profit) filter (where f.stage = 'tripwire') as tripwire, sum(a.profit) filter (where f.stage is distinct from 'tripwire') as maximizer
      from attributions a left join offers f on f.shop_id = $1 and f.id = a.offer_id where a.shop_id = $1 and a.order_id = c.order_id
    ) e on true
  )
  select to_char(first_day, 'YYYY-MM-DD') as "firstDay", age::int, count(distinct customer_id)::int as customers, sum(profit)::float8 as profit,
    sum(tripwire)::float8 as tripwire, sum(maximizer)::float8 as maximizer,
    coalesce(sum(profit - tripwire - maximizer) filter (where first), 0)::float8 as core,
    coalesce(sum(profit - tripwire - maximizer) filter (where not first), 0)::float8 as later
  from lived group by first_day, age order by first_day, age`;
