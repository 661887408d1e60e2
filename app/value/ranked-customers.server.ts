import { inShop } from "../database/pool.server.ts";
import { forecastMany } from "./customer-forecast.server.ts";
import { latestModel } from "./fit/value-models.server.ts";
import type { CustomerForecastRow, RankSort } from "./value-report.ts";

const SORT_SQL: Record<RankSort, string> = { clv: "clv", expectedOrders: "expected_orders", pAlive: "p_alive", priority: "priority" };

interface Ranking {
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
  { sort = "clv", direction = "desc", page = 1, pageSize = 50 }: Ranking = {},
): Promise<{ rows: CustomerForecastRow[]; total: number; asOf: string | null }> {
  const size = Math.min(Math.max(Math.trunc(pageSize) || 1, 1), 250);
  const from = (Math.max(Math.trunc(page) || 1, 1) - 1) * size;
  const order = direction === "asc" ? "asc" : "desc";
  return inShop(shopId, async (db) => {
    const model = await latestModel(db);
    if (!model) return { rows: [], total: 0, asOf: null };
    const listed = await db.rows<{ customer_id: string }>(
      `select customer_id from customer_scores where shop_id = $1 order by ${SORT_SQL[sort] ?? SORT_SQL.clv} ${order}, customer_id limit $2 offset $3`,
      [shopId, size, from],
    );
    const total = await db.row<{ count: number }>("select count(*)::int as count from customer_scores where shop_id = $1", [shopId]);
    const known = await forecastMany(
      db,
      model,
      listed.map(({ customer_id }) => customer_id),
    );
    const rows = listed.flatMap(({ customer_id }) => known.get(customer_id) ?? []);
    return { rows, total: total?.count ?? 0, asOf: model.forecast.asOf };
  });
}
