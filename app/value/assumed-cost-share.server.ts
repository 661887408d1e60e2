import { inShop } from "../database/pool.server.ts";

/** Part of the cost of all orders so far that is assumed, not known (0 to 1); null before the first order. */
export function assumedCostShare(shopId: number): Promise<number | null> {
  return inShop(shopId, async (db) => {
    const sums = await db.row<{ orders: number; cost: number; assumed: number }>(
      `select count(*)::int as orders, coalesce(sum(cost), 0)::float8 as cost, coalesce(sum(assumed_cost), 0)::float8 as assumed
       from order_values where shop_id = $1`,
      [shopId],
    );
    if (!sums || sums.orders === 0) return null;
    return sums.cost === 0 ? 0 : sums.assumed / sums.cost;
  });
}
