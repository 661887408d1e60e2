import type { Db } from "../database/pool.server.ts";
import type { Metric } from "./objective.ts";

/** Days of the shop's time zone, both included. */
export interface Window {
  readonly first: string;
  readonly last: string;
}

export type MetricValues = Readonly<Record<Metric, number | null>>;

/** Every metric over each of the windows, from the facts; null where there is nothing to divide by. Windows may overlap. */
export async function metricValues(db: Db, windows: readonly Window[]): Promise<MetricValues[]> {
  if (windows.length === 0) return [];
  const firsts = windows.map(({ first }) => first);
  const lasts = windows.map(({ last }) => last);
  return db.rows<Record<Metric, number | null>>(VALUES, [db.shopId, firsts, lasts, [...firsts].sort()[0], [...lasts].sort().at(-1)]);
}

/**
 * `$2` and `$3` first and last days, `$4` and `$5` the earliest and latest of them. Retention looks at those whose first order was 90 days
 * before the window, so that each of them has been watched for 90 days when it ends. Who returns orders on a later day than the first, as in
 * the value room: an order sent in two parcels is no return.
 */
const VALUES = `
  with zone as (select timezone from shops where id = $1), win as (
    select place, first, last from unnest($2::date[], $3::date[]) with ordinality w (first, last, place)
  ), counted as materialized (
    select c.*, v.first_order_at, (v.first_order_at at time zone zone.timezone)::date as first_day
    from zone cross join order_values c
    left join customer_values v on v.shop_id = $1 and v.customer_id = c.customer_id
    where c.shop_id = $1 and c.processed_at >= ($4::date)::timestamp at time zone zone.timezone
      and c.processed_at < ($5::date + 1)::timestamp at time zone zone.timezone
  ), bought as (
    select place, count(*) as orders, count(customer_id) as identified, count(distinct customer_id) as customers,
      count(distinct customer_id) filter (where processed_at = first_order_at) as new_customers,
      count(distinct customer_id) filter (where day > first_day) as returned, sum(revenue) as revenue, sum(refunded) as refunded,
      sum(revenue - refunded - cost - fees) as profit, count(*) filter (where refunded > 0) as refunds
    from win join counted on day between first and last group by place
  ), begun as materialized (
    select first.day, exists (
      select from order_values o where o.shop_id = $1 and o.customer_id = v.customer_id and o.day > first.day and o.day < first.day + 90) as came_back
    from zone cross join customer_values v cross join lateral (select (v.first_order_at at time zone zone.timezone)::date as day) first
    where v.shop_id = $1 and v.first_order_at >= ($4::date - 91)::timestamp at time zone zone.timezone
      and v.first_order_at < ($5::date - 89)::timestamp at time zone zone.timezone
  ), kept as (
    select place, count(*) as customers, count(*) filter (where came_back) as came_back from win join begun on day between first - 90 and last - 90 group by place
  ), accepted as (
    select place, count(distinct a.decision_id) as accepts
    from zone cross join win
    join attributions a on a.shop_id = $1 and a.quantity > 0 and a.ordered_at >= first::timestamp at time zone zone.timezone
      and a.ordered_at < (last + 1)::timestamp at time zone zone.timezone
    group by place
  ), tripwire as (
    select place, count(distinct coalesce(a.customer_id::text, 'guest ' || a.order_id)) as buyers
    from zone cross join win
    join offers f on f.shop_id = $1 and f.stage = 'tripwire'
    join attributions a on a.shop_id = $1 and a.offer_id = f.id and a.quantity > 0 and a.ordered_at >= first::timestamp at time zone zone.timezone
      and a.ordered_at < (last + 1)::timestamp at time zone zone.timezone
    group by place
  )
  select coalesce(b.orders, 0)::float8 as orders, coalesce(b.new_customers, 0)::float8 as new_customers, coalesce(b.revenue - b.refunded, 0)::float8 as revenue,
    coalesce(b.profit, 0)::float8 as profit, b.revenue::float8 / b.orders as aov, b.identified::float8 / nullif(b.customers, 0) as apf,
    b.returned::float8 / nullif(b.customers, 0) as repeat_rate, k.came_back::float8 / nullif(k.customers, 0) as retention_90,
    coalesce(accepts, 0)::float8 as offer_accepts, coalesce(buyers, 0)::float8 as tripwire_buyers, b.refunds::float8 / b.orders as refund_rate
  from win left join bought b using (place) left join kept k using (place) left join accepted using (place) left join tripwire using (place)
  order by place`;
