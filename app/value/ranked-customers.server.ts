import { inShop } from "../database/pool.server.ts";
import { forecastMany } from "./customer-forecast.server.ts";
import type { CustomerForecastRow } from "./customer-forecast.ts";
import { latestModel } from "./fit/value-models.server.ts";
import { countOf, type OnlyCustomers, onlyCustomers } from "./only-customers.sql.ts";
import type { RankSort } from "./rank-sort.ts";

const SORT_SQL: Record<RankSort, string> = {
  clv: "c.clv",
  expectedOrders: "c.expected_orders",
  pOrder: "coalesce(c.p_order, 0)",
  priority: "c.priority",
};

interface Ranking extends OnlyCustomers {
  /** clv when not given */
  readonly sort?: RankSort;
  readonly direction?: "asc" | "desc";
  /** from 1 */
  readonly page?: number;
  readonly pageSize?: number;
}

/**
 * A page of the ranked list. The order is last night's (or the last fit's), the figures are of now, as on the customer's own page. Ties are
 * broken by id.
 */
export async function rankedCustomers(
  shopId: number,
  { sort = "clv", direction = "desc", page = 1, pageSize = 50, ...only }: Ranking = {},
): Promise<{ rows: CustomerForecastRow[]; total: number; asOf: string | null }> {
  const size = Math.min(Math.max(Math.trunc(pageSize) || 1, 1), 250);
  const skipped = (Math.max(Math.trunc(page) || 1, 1) - 1) * size;
  const order = direction === "asc" ? "asc" : "desc";
  const { from, values } = onlyCustomers("customer_scores", only);
  return inShop(shopId, async (db) => {
    const model = await latestModel(db);
    if (!model) return { rows: [], total: 0, asOf: null };
    const listed = await db.rows<{ customer_id: string }>(
      `select c.customer_id from ${from} order by ${SORT_SQL[sort] ?? SORT_SQL.clv} ${order}, c.customer_id limit ${size} offset ${skipped}`,
      [shopId, ...values],
    );
    const total = await db.row<{ count: number }>(countOf(from), [shopId, ...values]);
    const known = await forecastMany(
      db,
      model,
      listed.map(({ customer_id }) => customer_id),
    );
    const rows = listed.flatMap(({ customer_id }) => known.get(customer_id) ?? []);
    return { rows, total: total?.count ?? 0, asOf: model.forecast.asOf };
  });
}
