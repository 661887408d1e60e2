import { inShop } from "../database/pool.server.ts";
import type { BacktestReport } from "./backtest-report.ts";
import { latestModel, modelDetail } from "./fit/value-models.server.ts";

/** What the forecast would have said at the ends of past quarters, and what came; null before the first fit. */
export async function backtestReport(shopId: number): Promise<BacktestReport | null> {
  return inShop(shopId, async (db) => {
    const model = await latestModel(db);
    if (!model) return null;
    const { backtest, pastError } = await modelDetail(db, model.version);
    const shop = await db.row<{ currency: string }>("select currency from shops where id = $1", [shopId]);
    return {
      currency: shop?.currency ?? "",
      version: model.version,
      fittedAt: model.fittedAt,
      periods: backtest,
      last: backtest.at(-1) ?? null,
      pastError,
    };
  });
}
