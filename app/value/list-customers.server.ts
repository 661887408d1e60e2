import { inShop } from "../database/pool.server.ts";
import { countOf, type OnlyCustomers, onlyCustomers } from "./only-customers.sql.ts";
import type { CustomerValue } from "./store-value.ts";

export const CUSTOMER_SORTS = ["profit", "revenue", "net", "orders", "aov", "firstOrderAt", "lastOrderAt"] as const;
export type CustomerSort = (typeof CUSTOMER_SORTS)[number];

/** With the table's name: a bare one is the answer's column, a number that no index is of. */
const SORT_SQL: Record<CustomerSort, string> = {
  profit: "c.profit",
  revenue: "c.revenue",
  net: "(c.revenue - c.refunded)",
  orders: "c.orders",
  aov: "(c.revenue::numeric / c.orders)",
  firstOrderAt: "c.first_order_at",
  lastOrderAt: "c.last_order_at",
};

export interface CustomerListing extends OnlyCustomers {
  readonly sort?: CustomerSort;
  readonly direction?: "asc" | "desc";
  /** from 1 */
  readonly page?: number;
  readonly pageSize?: number;
}

/** A page of the shop's customers with what they are worth; ties are broken by id, so pages do not overlap; `total` is counted up to a bound. */
export async function listCustomers(shopId: number, listing: CustomerListing = {}): Promise<{ rows: CustomerValue[]; total: number }> {
  const { sort = "profit", direction = "desc", page = 1, pageSize = 50 } = listing;
  const order = direction === "asc" ? "asc" : "desc";
  const size = Math.min(Math.max(Math.trunc(pageSize) || 1, 1), 250);
  const skipped = (Math.max(Math.trunc(page) || 1, 1) - 1) * size;
  const { from, values } = onlyCustomers("customer_values", listing);
  return inShop(shopId, async (db) => {
    const rows = await db.rows<ValueRow>(
      `${SELECT} from ${from} order by ${SORT_SQL[sort] ?? SORT_SQL.profit} ${order}, c.customer_id limit ${size} offset ${skipped}`,
      [shopId, ...values],
    );
    const total = await db.row<{ count: number }>(countOf(from), [shopId, ...values]);
    return { rows: rows.map(customerValueOf), total: total?.count ?? 0 };
  });
}

/** null: no counted order of this customer. */
export async function customerValue(shopId: number, customerId: string): Promise<CustomerValue | null> {
  if (!/^\d{1,18}$/.test(customerId)) return null;
  const row = await inShop(shopId, (db) =>
    db.row<ValueRow>(`${SELECT} from customer_values c where c.shop_id = $1 and c.customer_id = $2`, [shopId, customerId]),
  );
  return row && customerValueOf(row);
}

const SELECT = `select c.customer_id, orders, revenue::float8, refunded::float8, discounts::float8, cost::float8, fees::float8, profit::float8,
  assumed_cost::float8, first_order_at, last_order_at`;

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
