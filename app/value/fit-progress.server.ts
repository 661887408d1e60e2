import { inShop } from "../database/pool.server.ts";
import type { FitProgress } from "./fit-progress.ts";

/** Whether a forecast is being made or waits to be, and which one stands. */
export async function fitProgress(shopId: number): Promise<FitProgress> {
  const row = await inShop(shopId, (db) =>
    db.row<FitProgress>(
      `select exists (
           select from pgboss.job where name in ('value.fit', 'value.rebuild') and state in ('created', 'retry', 'active') and (data ->> 'shopId')::int = $1
         ) as working,
         (select max(version) from value_models where shop_id = $1) as version`,
      [shopId],
    ),
  );
  return row ?? { working: false, version: null };
}
