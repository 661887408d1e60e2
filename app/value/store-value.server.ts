import { inShop } from "../database/pool.server.ts";
import { averageOrderValue } from "./aov.ts";
import { averagePurchaseFrequency } from "./apf.ts";
import { customerLifetimeValue } from "./clv.ts";
import { customerValueOf } from "./customer-value.ts";
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
}

/**
 * What a shop's customers are worth over a period, from the orders counted. Sums are exact; only the finished figures
 * become floating point. The last year, from which a year's frequency is taken, ends with the period, or with the last order;
 * orders after a silence of more than a year make a new one only once there are 30 of them.
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
    clv: customerLifetimeValue(
      { revenue: sums.year_revenue, orders: sums.year_orders, customers: sums.year_customers, days: sums.year_days },
      lifespan,
    ),
    historicClvProfit: averageOrderValue(sums.identified_profit, sums.customers),
    historicClvRevenue: averageOrderValue(sums.identified_revenue, sums.customers),
    assumedCostShare: sums.cost === 0 ? 0 : sums.assumed_cost / sums.cost,
  };
}

const SUMS = `
  with counted as materialized (
    select * from order_values
    where shop_id = $1 and ($2::timestamptz is null or processed_at >= $2) and ($3::timestamptz is null or processed_at < $3)
  ), step as (
    select processed_at, lag(processed_at) over (order by processed_at) as before, row_number() over (order by processed_at desc) as from_last from counted
  ), silence as (
    select min(before) as until from step where processed_at - before > interval '1 year' and from_last < 30
  ), span as (
    select coalesce($2::timestamptz, min(processed_at)) as since, coalesce($3::timestamptz, (select until from silence), max(processed_at)) as until from counted
  ), year as (
    select greatest(since, until - make_interval(secs => $4::float8 * 86400)) as since, until from span
  ), store as (
    select count(*) as orders, coalesce(sum(lines), 0) as lines, coalesce(sum(revenue), 0) as revenue, coalesce(sum(gift_cards), 0) as gift_cards,
      coalesce(sum(gift_cards) filter (where customer_id is not null), 0) as identified_gift_cards, coalesce(sum(refunded), 0) as refunded,
      coalesce(sum(cost), 0) as cost, coalesce(sum(assumed_cost), 0) as assumed_cost,
      coalesce(sum(revenue) filter (where customer_id is not null and processed_at >= year.since), 0) as year_revenue,
      count(*) filter (where customer_id is not null and processed_at >= year.since) as year_orders,
      count(distinct customer_id) filter (where processed_at >= year.since) as year_customers
    from counted cross join year
  ), each as (
    select count(*) as orders, sum(revenue) as revenue, sum(revenue - refunded - cost - fees) as profit,
      extract(epoch from max(processed_at) - min(processed_at)) / 86400 as lifespan_days
    from counted where customer_id is not null group by customer_id
  ), identified as (
    select count(*) as customers, count(*) filter (where orders > 1) as repeat_customers, coalesce(sum(orders), 0) as identified_orders,
      coalesce(sum(revenue), 0) as identified_revenue, coalesce(sum(profit), 0) as identified_profit, coalesce(sum(lifespan_days), 0) as lifespan_days
    from each
  )
  select shops.currency, orders::int, lines::int, revenue::float8, gift_cards::float8, refunded::float8, cost::float8, assumed_cost::float8, customers::int,
    repeat_customers::int, identified_orders::int, identified_revenue::float8, identified_gift_cards::float8, identified_profit::float8, lifespan_days::float8,
    year_revenue::float8, year_orders::int, year_customers::int,
    coalesce(extract(epoch from year.until - year.since) / 86400, 0)::float8 as year_days
  from shops cross join store cross join identified cross join year
  where shops.id = $1`;
