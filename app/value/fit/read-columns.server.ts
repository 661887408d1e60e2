import type { Db } from "../../database/pool.server.ts";
import type { OrderLog } from "../models/order-log.ts";
import type { CustomerColumns } from "./customer-columns.ts";

// Columns come as one binary value each: a million rows as objects would take the process's memory and a second of its time.

/** What the models know of every customer with a paid order, or of those in `ids`. */
export async function readCustomerColumns(db: Db, ids: readonly string[] | null = null): Promise<CustomerColumns> {
  return asColumns(
    db,
    `select customer_id, first_day, last_day, order_days, spend from customer_values
     where shop_id = $1 and order_days > 0 and ($2::bigint[] is null or customer_id = any($2::bigint[])) order by customer_id`,
    [db.shopId, ids],
  );
}

/** The same as it was at the end of a day (from 1970); those who came later are left out. */
export async function readColumnsAsOf(db: Db, day: number): Promise<CustomerColumns> {
  return asColumns(
    db,
    `select customer_id, min(day) as first_day, max(day) as last_day, count(distinct day)::int as order_days, sum(revenue - refunded) as spend
     from order_values where shop_id = $1 and customer_id is not null and revenue > refunded and day <= date '1970-01-01' + $2::int
     group by customer_id order by customer_id`,
    [db.shopId, day],
  );
}

async function asColumns(db: Db, customers: string, values: readonly unknown[]): Promise<CustomerColumns> {
  const row = await db.row<Record<"ids" | "first" | "last" | "days" | "spend", Buffer | null>>(
    `select string_agg(int8send(customer_id), '') as ids, string_agg(int4send(first_day - date '1970-01-01'), '') as first,
       string_agg(int4send(last_day - date '1970-01-01'), '') as last, string_agg(int4send(order_days), '') as days,
       string_agg(float8send(spend::float8), '') as spend
     from (${customers}) v`,
    values,
  );
  return {
    ids: new BigInt64Array(hostOrder(row?.ids ?? null, 8)),
    firstDay: new Int32Array(hostOrder(row?.first ?? null, 4)),
    lastDay: new Int32Array(hostOrder(row?.last ?? null, 4)),
    orderDays: new Int32Array(hostOrder(row?.days ?? null, 4)),
    spend: new Float64Array(hostOrder(row?.spend ?? null, 8)),
  };
}

/** Every order of identified customers that is worth something after refunds; customers are numbered. Minor units. */
export async function readOrderLog(db: Db): Promise<OrderLog> {
  const row = await db.row<Record<"customer" | "day" | "amount", Buffer | null>>(
    `select string_agg(int4send(customer), '') as customer, string_agg(int4send(day), '') as day, string_agg(float8send(amount), '') as amount
     from (
       select (dense_rank() over (order by customer_id) - 1)::int4 as customer, day - date '1970-01-01' as day, (revenue - refunded)::float8 as amount
       from order_values where shop_id = $1 and customer_id is not null and revenue > refunded
     ) log`,
    [db.shopId],
  );
  return {
    customer: new Int32Array(hostOrder(row?.customer ?? null, 4)),
    day: new Int32Array(hostOrder(row?.day ?? null, 4)),
    amount: new Float64Array(hostOrder(row?.amount ?? null, 8)),
  };
}

/** Network order turned into this machine's, which is little-endian wherever Node runs. */
function hostOrder(bytes: Buffer | null, width: 4 | 8): ArrayBuffer {
  const own = new ArrayBuffer(bytes?.length ?? 0);
  if (!bytes) return own;
  const copy = Buffer.from(own);
  bytes.copy(copy);
  if (width === 4) copy.swap32();
  else copy.swap64();
  return own;
}
