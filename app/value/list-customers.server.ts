import { inShop } from "../database/pool.server.ts";
import type { CustomerValue } from "./store-value.ts";

export const CUSTOMER_SORTS = ["profit", "revenue", "net", "orders", "aov", "firstOrderAt", "lastOrderAt"] as const;
export type CustomerSort = (typeof CUSTOMER_SORTS)[number];

const SORT_SQL: Record<CustomerSort, string> = {
  profit: "profit",
  revenue: "revenue",
  net: "(revenue - refunded)",
  orders: "orders",
  aov: "(revenue::numeric / orders)",
  firstOrderAt: "first_order_at",
  lastOrderAt: "last_order_at",
};

export interface CustomerListing {
  readonly sort?: CustomerSort;
  readonly direction?: "asc" | "desc";
  /** from 1 */
  readonly page?: number;
  readonly pageSize?: number;
  /** only these customers */
  readonly ids?: readonly string[];
}

/** A page of the shop's customers with what they are worth; ties are broken by id, so pages do not overlap. */
export async function listCustomers(shopId: number, listing: CustomerListing = {}): Promise<{ rows: CustomerValue[]; total: number }> {
  const { sort = "profit", direction = "desc", page = 1, pageSize = 50, ids } = listing;
  const order = direction === "asc" ? "asc" : "desc";
  const size = Math.min(Math.max(Math.trunc(pageSize) || 1, 1), 250);
  const from = (Math.max(Math.trunc(page) || 1, 1) - 1) * size;
  const only = ids ?? null;
  return inShop(shopId, async (db) => {
    const rows = await db.rows<ValueRow>(
      `${SELECT} where shop_id = $1 and ($2::bigint[] is null or customer_id = any($2::bigint[]))
       order by ${SORT_SQL[sort] ?? SORT_SQL.profit} ${order}, customer_id limit $3 offset $4`,
      [shopId, only, size, from],
    );
    const total = await db.row<{ count: number }>(
      "select count(*)::int as count from customer_values where shop_id = $1 and ($2::bigint[] is null or customer_id = any($2::bigint[]))",
      [shopId, only],
    );
    return { rows: rows.map(customerValueOf), total: total?.count ?? 0 };
  });
}

/** The customers who brought most, by profit unless said. */
export async function topCustomers(shopId: number, count: number, sort: CustomerSort = "profit"): Promise<CustomerValue[]> {
  return (await listCustomers(shopId, { sort, pageSize: count })).rows;
}

/** null: no counted order of this customer. */
export async function customerValue(shopId: number, customerId: string): Promise<CustomerValue | null> {
  if (!/^\d{1,18}$/.test(customerId)) return null;
  const row = await inShop(shopId, (db) => db.row<ValueRow>(`${SELECT} where shop_id = $1 and customer_id = $2`, [shopId, customerId]));
  return row && customerValueOf(row);
}

const SELECT = `select customer_id, orders, revenue::float8, refunded::float8, discounts::float8, cost::float8, fees::float8, profit::float8,
  assumed_cost::float8, first_order_at, last_order_at from customer_values`;

interface ValueRow {
  customer_id: string;
  orders: number;
  revenue: number;
  refunded: number;
  discounts: number;
  cost: number;
  fees: number;
  profit: number;
  assumed_cost: number;
  first_order_at: Date;
  last_order_at: Date;
}

function customerValueOf(row: ValueRow): CustomerValue {
  return {
    customerId: row.customer_id,
    orders: row.orders,
    aov: row.revenue / row.orders,
    revenue: row.revenue,
    refunded: row.refunded,
    discounts: row.discounts,
    cost: row.cost,
    fees: row.fees,
    profit: row.profit,
    assumedCost: row.assumed_cost,
    firstOrderAt: row.first_order_at.toISOString(),
    lastOrderAt: row.last_order_at.toISOString(),
  };
}
