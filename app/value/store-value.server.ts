import { inShop } from "../database/pool.server.ts";
import { averageOrderValue } from "./aov.ts";
import { averagePurchaseFrequency } from "./apf.ts";
import { customerLifetimeValue, customerValueAYear } from "./clv.ts";
import { customerValueOf } from "./customer-value.ts";
import type { FiveSteps } from "./five-steps.ts";
import { meanLifespanDays, YEAR_DAYS } from "./lifespan.ts";
import type { StoreValue } from "./store-value.ts";

export interface Period {
  /** ISO 8601; orders processed at or after it */
  readonly from?: string | null;
  /** ISO 8601; orders processed before it */
  readonly to?: string | null;
}

interface Sums {
  currency: string;
  orders: number;
  lines: number;
  revenue: number;
  gift_cards: number;
  refunded: number;
  cost: number;
  assumed_cost: number;
  customers: number;
  repeat_customers: number;
  identified_orders: number;
  identified_revenue: number;
  identified_gift_cards: number;
  identified_profit: number;
  lifespan_days: number;
  year_revenue: number;
  year_orders: number;
  year_customers: number;
  year_days: number;
  steps_customers: number;
  steps_lifespan_days: number;
  since: Date | null;
  until: Date | null;
  paused: boolean;
}

/**
 * What a shop's customers are worth over a period, from the orders counted. Sums are exact; only the finished figures
 * become floating point. The five steps are over the period's orders since the last pause of more than a year: a year's frequency of
 * those who came after it and the lifespan of those before it would make no customer's value. Fewer than 30 orders after one do not
 * begin anew, and are left out. The window begins with the first order known, where the period does earlier.
 */
export async function storeValue(shopId: number, period: Period = {}): Promise<StoreValue> {
  const from = period.from ?? null;
  const to = period.to ?? null;
  const sums = (await inShop(shopId, (db) => db.row<Sums>(SUMS, [shopId, from, to, YEAR_DAYS]))) as Sums;
  const lifespan = meanLifespanDays(sums.lifespan_days, sums.customers);
  const apf = averagePurchaseFrequency(sums.identified_orders, sums.customers);
  return {
    currency: sums.currency,
    from,
    to,
    orders: sums.orders,
    lines: sums.lines,
    customers: sums.customers,
    identifiedOrders: sums.identified_orders,
    grossRevenue: sums.revenue,
    giftCards: sums.gift_cards,
    refunds: sums.refunded,
    aov: averageOrderValue(sums.revenue, sums.orders),
    netAov: averageOrderValue(sums.revenue - sums.refunded, sums.orders),
    apf,
    customerValue: customerValueOf(averageOrderValue(sums.identified_revenue, sums.identified_orders), apf),
    identifiedRevenue: sums.identified_revenue,
    identifiedGiftCards: sums.identified_gift_cards,
    meanLifespanDays: lifespan,
    repeatCustomers: sums.repeat_customers,
    fiveSteps: fiveStepsOf(sums),
    historicClvProfit: averageOrderValue(sums.identified_profit, sums.customers),
    historicClvRevenue: averageOrderValue(sums.identified_revenue, sums.customers),
    assumedCostShare: sums.cost === 0 ? 0 : sums.assumed_cost / sums.cost,
  };
}

function fiveStepsOf(sums: Sums): FiveSteps {
  const year = { revenue: sums.year_revenue, orders: sums.year_orders, customers: sums.year_customers, days: sums.year_days };
  const lifespanDays = meanLifespanDays(sums.steps_lifespan_days, sums.steps_customers);
  const { paused, since, until } = sums;
  return {
    clv: customerLifetimeValue(year, lifespanDays),
    customerValue: customerValueAYear(year),
    lifespanDays,
    span: paused && since && until && since <= until ? { from: since.toISOString(), to: until.toISOString() } : null,
  };
}

const SUMS = `
  with counted as materialized (
    select * from order_values
    where shop_id = $1 and ($2::timestamptz is null or processed_at >= $2) and ($3::timestamptz is null or processed_at < $3)
  ), earlier as (
    select max(processed_at) as at from order_values where shop_id = $1 and processed_at < $2
  ), step as (
    select processed_at as after, coalesce(lag(processed_at) over (order by processed_at), earlier.at) as before from counted cross join earlier
  ), pause as (
    select *, (select count(*) from counted where processed_at >= after) as orders_since from step where after - before > interval '1 year'
  ), ended as (
    select min(before) as at from pause where orders_since < 30
  ), begun as (
    select max(after) as at from pause where after <= coalesce((select at from ended), 'infinity')
  ), known as (
    select min(processed_at) as first, max(processed_at) as last from counted
  ), span as (
    select coalesce(begun.at, case when earlier.at is null then known.first else $2::timestamptz end) as since,
      coalesce(ended.at, $3::timestamptz, known.last) as until, ended.at is not null or begun.at is not null as paused
    from earlier cross join ended cross join begun cross join known
  ), year as (
    select *, greatest(since, until - make_interval(secs => $4::float8 * 86400)) as year_since from span
  ), store as (
    select count(*) as orders, coalesce(sum(lines), 0) as lines, coalesce(sum(revenue), 0) as revenue, coalesce(sum(gift_cards), 0) as gift_cards,
      coalesce(sum(gift_cards) filter (where customer_id is not null), 0) as identified_gift_cards, coalesce(sum(refunded), 0) as refunded,
      coalesce(sum(cost), 0) as cost, coalesce(sum(assumed_cost), 0) as assumed_cost,
      coalesce(sum(revenue) filter (where customer_id is not null and processed_at between year_since and until), 0) as year_revenue,
      count(*) filter (where customer_id is not null and processed_at between year_since and until) as year_orders,
      count(distinct customer_id) filter (where processed_at between year_since and until) as year_customers
    from counted cross join year
  ), each as (
    select count(*) as orders, sum(revenue) as revenue, sum(revenue - refunded - cost - fees) as profit,
      extract(epoch from max(processed_at) - min(processed_at)) / 86400 as lifespan_days
    from counted where customer_id is not null group by customer_id
  ), identified as (
    select count(*) as customers, count(*) filter (where orders > 1) as repeat_customers, coalesce(sum(orders), 0) as identified_orders,
      coalesce(sum(revenue), 0) as identified_revenue, coalesce(sum(profit), 0) as identified_profit, coalesce(sum(lifespan_days), 0) as lifespan_days
    from each
  ), unpaused as (
    select count(*) as customers, coalesce(sum(days), 0) as lifespan_days from (
      select extract(epoch from max(processed_at) - min(processed_at)) / 86400 as days
      from counted cross join span where paused and customer_id is not null and processed_at between since and until group by customer_id
    ) their
  )
  select shops.currency, orders::int, lines::int, revenue::float8, gift_cards::float8, refunded::float8, cost::float8, assumed_cost::float8, identified.customers::int,
    repeat_customers::int, identified_orders::int, identified_revenue::float8, identified_gift_cards::float8, identified_profit::float8, identified.lifespan_days::float8,
    year_revenue::float8, year_orders::int, year_customers::int,
    coalesce(extract(epoch from until - year_since) / 86400, 0)::float8 as year_days, since, until, paused,
    (case when paused then unpaused.customers else identified.customers end)::int as steps_customers,
    (case when paused then unpaused.lifespan_days else identified.lifespan_days end)::float8 as steps_lifespan_days
  from shops cross join store cross join identified cross join unpaused cross join year
  where shops.id = $1`;
