import type { Db } from "../../database/pool.server.ts";
import type { Amounts } from "../amounts.ts";

/** Without an order for so long the shop is not selling, and time that passes says nothing of its customers. */
/** A store is quiet once it has had no order for so long. */
export const QUIET_DAYS = 90;
/** A few orders after a silence of more than a year do not make the shop's customers ones of that time. */
const FEW_ORDERS = 30;
// Shopify numbers a shop's orders from 1001.
const FIRST_NUMBERS = 2_000;

export interface Observation {
  /** the day that ends it, from 1970 in the shop's time zone */
  readonly asOf: number;
  /** no order for 90 days, or fewer than 30 after a year without any: asOf is the last order's day before that, not today */
  readonly quiet: boolean;
  /** the shop had customers before the first order that is known */
  readonly beginsInTheMiddle: boolean;
  /** days with an order after each customer's first */
  readonly repeatOrders: number;
}

/** What a forecast is made from, beside the customers' own figures; null when no identified customer has a paid order. */
export async function observe(db: Db, now: Date): Promise<Observation | null> {
  const seen = await db.row<{
    today: number;
    last: number | null;
    before_silence: number | null;
    repeat_orders: number;
    orders_from: Date | null;
    first_number: number | null;
  }>(
    `select ($2::timestamptz at time zone s.timezone)::date - date '1970-01-01' as today, s.orders_from,
       (select max(last_day) - date '1970-01-01' from customer_values where shop_id = $1) as last,
       (select (min(before) at time zone s.timezone)::date - date '1970-01-01' from (
          select processed_at, lead(processed_at) over (order by processed_at desc) as before from (
            select processed_at from orders where shop_id = $1 and not test and cancelled_at is null and customer_id is not null order by processed_at desc limit ${FEW_ORDERS}
          ) latest
        ) gaps where processed_at - before > interval '1 year') as before_silence,
       (select coalesce(sum(order_days - 1) filter (where order_days > 0), 0)::int from customer_values where shop_id = $1) as repeat_orders,
       (select substring(name from '(\\d{1,15})\\D*$')::float8 from orders where shop_id = $1 order by processed_at, id limit 1) as first_number
     from shops s where s.id = $1`,
    [db.shopId, now],
  );
  if (!seen || seen.last === null) return null;
  const last = seen.before_silence ?? seen.last;
  const quiet = seen.today - last > QUIET_DAYS;
  const asOf = quiet ? last : seen.today;
  return {
    asOf,
    quiet,
    beginsInTheMiddle: seen.orders_from !== null || (seen.first_number ?? 0) >= FIRST_NUMBERS,
    repeatOrders: seen.repeat_orders,
  };
}

/**
 * What one unit of net revenue of paid orders came with in each base, over identified customers' orders of the year up to asOf; over all
 * of them where that year's came to nothing.
 */
export async function readPerNet(db: Db, asOf: number): Promise<Amounts> {
  const row = await db.row<Record<"gross" | "profit" | "paid" | "all_gross" | "all_profit" | "all_paid", number>>(
    `select coalesce(sum(revenue) filter (where late), 0)::float8 as gross, coalesce(sum(revenue - refunded - cost - fees) filter (where late), 0)::float8 as profit,
       coalesce(sum(revenue - refunded) filter (where late and revenue > refunded), 0)::float8 as paid,
       coalesce(sum(revenue), 0)::float8 as all_gross, coalesce(sum(revenue - refunded - cost - fees), 0)::float8 as all_profit,
       coalesce(sum(revenue - refunded) filter (where revenue > refunded), 0)::float8 as all_paid
     from (
       select *, day > date '1970-01-01' + $2::int - 365 and day <= date '1970-01-01' + $2::int as late
       from order_values where shop_id = $1 and customer_id is not null
     ) dated`,
    [db.shopId, asOf],
  );
  if (!row || row.all_paid <= 0) return { profit: 0, net: 1, gross: 1 };
  return row.paid > 0
    ? { profit: row.profit / row.paid, net: 1, gross: row.gross / row.paid }
    : { profit: row.all_profit / row.all_paid, net: 1, gross: row.all_gross / row.all_paid };
}
