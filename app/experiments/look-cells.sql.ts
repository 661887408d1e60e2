import { countedOrders } from "../value/counted-orders.sql.ts";
import { READOUT_DAYS } from "./look-cell.ts";

const within = (days: number) => `interval '${days} days'`;
const profitOf = (order: string) => `(${order}.revenue - ${order}.refunded - ${order}.cost - ${order}.fees)::float8`;
/** A value of a visitor's, at most the 99th percentile of all that are not 0; losses stay. */
const capped = (column: string) => `least(u.${column}, c.${column})`;
/** Of one of the visitors' own orders: whether the verdict counts it. */
const COUNTED = "where own.processed_at <= $4";

/**
 * What an experiment's visitors did, as sums by arm and plan. $1 shop, $2 experiment, $3 now, $4 until when orders count for the verdict,
 * $5 profit of one unit of net revenue, to turn CLV into profit, $6 until when they count for the long run.
 *
 * - unit: visitors whose place for the offer was in view, in every arm by the same sign; from the second of their first exposure,
 *   because Shopify tells the time of an order in whole seconds
 * - linked: orders whose cart carried the visitor, since the exposure
 * - known: whose browser it has turned out to be by an order
 * - owner: customers who belong to a visitor, each to one: those logged in at the exposure, bought or not, and those won since. Who had
 *   bought before and was only recognised by buying is nobody's in any arm, or the offer would be credited with a customer the shop had
 * - elsewhere: orders of an owned customer since then which no visitor of this experiment brought: another device, no cart, a shop
 * - outlook: all that a visitor brought in the long run and its customer is expected to bring from now on
 */
export const LOOK_CELLS = `
  with unit as materialized (
    select visitor, arm, plan, date_trunc('second', exposed_at) as exposed_at, customer_id from exposures where shop_id = $1 and experiment_id = $2 and seen_at is not null and exposed_at <= $3
  ), linked as materialized (
    select u.visitor as unit, u.exposed_at, o.id, o.customer_id, o.processed_at
    from unit u join orders o on o.shop_id = $1 and o.visitor = u.visitor and o.processed_at >= u.exposed_at and o.processed_at <= $6
    where not o.test and o.cancelled_at is null
  ), known as materialized (
    select distinct on (customer_id) customer_id, unit, exposed_at, processed_at from linked where customer_id is not null order by customer_id, processed_at, id
  ), owner as materialized (
    select distinct on (customer_id) customer_id, unit, exposed_at, since from (
      select customer_id, visitor as unit, exposed_at, exposed_at as since from unit where customer_id is not null
      union all
      select k.customer_id, k.unit, k.exposed_at, k.processed_at from known k where not exists (
        select from orders o where o.shop_id = $1 and o.customer_id = k.customer_id and o.processed_at < k.exposed_at and not o.test and o.cancelled_at is null)
    ) every_link order by customer_id, since, unit
  ), own as materialized (
    select unit, exposed_at, id, processed_at from linked
    union all
    select w.unit, w.exposed_at, o.id, o.processed_at
    from owner w join orders o on o.shop_id = $1 and o.customer_id = w.customer_id and o.processed_at >= w.since and o.processed_at <= $6
    where not o.test and o.cancelled_at is null and not exists (select from unit other where other.visitor = o.visitor)
  ), value as materialized (
    select o.id, o.revenue, o.refunded, ${profitOf("o")} as profit from (${countedOrders("and o.id = any(array(select id from own))")}) o
  ), earned as materialized (
    select own.unit, count(*) filter (${COUNTED}) as orders, sum(o.revenue) filter (${COUNTED})::float8 as revenue,
      sum(o.refunded) filter (${COUNTED})::float8 as refunded, sum(o.profit) filter (${COUNTED}) as profit, sum(o.profit) as all_profit,
      ${READOUT_DAYS.map(
        (days) => `coalesce(sum(o.profit) filter (where own.processed_at < own.exposed_at + ${within(days)}), 0) as profit${days},
        count(*) filter (where own.processed_at < own.exposed_at + ${within(days)}) as orders${days}`,
      ).join(", ")}
    from own join value o on o.id = own.id group by own.unit
  ), earlier as materialized (
    select o.customer_id, o.processed_at, ${profitOf("o")} as profit
    from (${countedOrders("and o.customer_id = any(array(select customer_id from unit where customer_id is not null)) and o.processed_at < $3")}) o
  ), past as materialized (
    select u.visitor as unit, sum(o.profit) as profit from unit u join earlier o on o.customer_id = u.customer_id and o.processed_at < u.exposed_at group by u.visitor
  ), expected as materialized (
    select owner.unit, sum(s.clv) * $5::float8 as profit from owner join customer_scores s on s.shop_id = $1 and s.customer_id = owner.customer_id group by owner.unit
  ), valued as materialized (
    select u.arm, u.plan, u.exposed_at, coalesce(e.orders, 0) as orders, coalesce(e.revenue, 0) as revenue, coalesce(e.refunded, 0) as refunded,
      coalesce(e.profit, 0) as profit, coalesce(p.profit, 0) as before, coalesce(e.all_profit, 0) + coalesce(x.profit, 0) as outlook,
      ${READOUT_DAYS.map(
        (days) => `coalesce(e.orders${days}, 0) as orders${days}, coalesce(e.profit${days}, 0) as profit${days},
        u.exposed_at <= $3::timestamptz - ${within(days)} as old${days}`,
      ).join(", ")}
    from unit u left join earned e on e.unit = u.visitor left join past p on p.unit = u.visitor left join expected x on x.unit = u.visitor
  ), cap as materialized (
    select ${["profit", "revenue", "before"].map((column) => p99(column, `${column} <> 0`)).join(", ")},
      ${READOUT_DAYS.map((days) => p99("outlook", `outlook <> 0 and old${days}`, `outlook${days}`)).join(", ")}
    from valued
  )
  select u.arm, u.plan, count(*)::float8 as units, count(*) filter (where u.orders > 0)::float8 as conversions, sum(u.orders)::float8 as orders, sum(u.revenue) as revenue,
    sum(u.refunded) as refunded, count(*) filter (where u.orders > 0 and u.refunded > 0)::float8 as "refundedBuyers", sum(u.profit) as profit,
    ${sums(capped("profit"), "profitSums")}, ${sums(capped("revenue"), "revenueSums")}, ${sums(capped("before"), "beforeSums")},
    sum(${capped("profit")} * ${capped("before")}) as product,
    json_build_array(${READOUT_DAYS.map(readout).join(", ")}) as readouts,
    max(c.profit) as cap
  from valued u cross join cap c group by u.arm, u.plan`;

/** Below 0 a cap would make losses of visitors who bought nothing. */
function p99(column: string, among: string, name = column): string {
  return `greatest(0, percentile_disc(0.99) within group (order by ${column}) filter (where ${among})) as ${name}`;
}

function sums(value: string, name: string, among = "true"): string {
  return `${json(value, among)} as "${name}"`;
}

function json(value: string, among: string): string {
  return `json_build_object('sum', coalesce(sum(${value}) filter (where ${among}), 0), 'squares', coalesce(sum(${value} ^ 2) filter (where ${among}), 0))`;
}

function readout(days: number): string {
  const old = `filter (where u.old${days})`;
  const outlook = `least(u.outlook, c.outlook${days})`;
  return `json_build_object('units', count(*) ${old}, 'conversions', count(*) filter (where u.old${days} and u.orders${days} > 0),
    'realised', coalesce(sum(u.profit${days}) ${old}, 0), 'after', coalesce(sum(u.outlook - u.profit${days}) ${old}, 0),
    'sum', coalesce(sum(${outlook}) ${old}, 0), 'squares', coalesce(sum(${outlook} ^ 2) ${old}, 0))`;
}
