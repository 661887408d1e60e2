import { inShop } from "../database/pool.server.ts";
import { AFTER_END_DAYS } from "../experiments/experiment.ts";
import { exposedLines } from "./exposed-lines.sql.ts";

/**
 * Profit of the lines that a holdout's visitors added by accepting an offer until its latest look, in minor units: of the same visitors and the
 * same time as what it says was really earned. It describes; what an offer earned only the holdout tells. Null before the first look.
 */
export async function attributedProfit(shopId: number, experimentId: number): Promise<number | null> {
  const row = await inShop(shopId, (db) =>
    db.row<{ profit: number }>(
      `select sums.profit from experiments e
       cross join lateral (select max(computed_at) as at from experiment_looks where shop_id = $1 and experiment_id = e.id) look
       cross join lateral (select coalesce(sum(a.profit), 0)::float8 as profit from ${exposedLines({
         holdout: "e",
         until: `least(look.at, e.ended_at + interval '${AFTER_END_DAYS} days')`,
       })}) sums
       where e.shop_id = $1 and e.id = $2 and look.at is not null`,
      [shopId, experimentId],
    ),
  );
  return row?.profit ?? null;
}
