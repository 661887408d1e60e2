import { inShop } from "../database/pool.server.ts";
import { newRepeatShare } from "./fit/fit-due.ts";
import { observe } from "./fit/observation.server.ts";
import { latestModel, modelDetail } from "./fit/value-models.server.ts";
import type { ModelCard } from "./model-card.ts";
import { DEFAULT_DISCOUNT_RATE, YEAR_DAYS } from "./models/discount-steps.ts";

/** All that is to be said of the model in use; null before the first fit. */
export async function modelCard(shopId: number, now: Date = new Date()): Promise<ModelCard | null> {
  return inShop(shopId, async (db) => {
    const model = await latestModel(db);
    if (!model) return null;
    const detail = await modelDetail(db, model.version);
    const observation = await observe(db, now);
    const left = await db.row<{ currency: string; guests: number; uncounted: number; nothing: number }>(
      `select (select currency from shops where id = $1) as currency, (select count(*)::int from orders where shop_id = $1 and (test or cancelled_at is not null)) as uncounted,
         count(*) filter (where customer_id is null)::int as guests, count(*) filter (where customer_id is not null and revenue <= refunded)::int as nothing
       from order_values where shop_id = $1`,
      [shopId],
    );
    const { forecast } = model;
    return {
      currency: left?.currency ?? "",
      version: model.version,
      fittedAt: model.fittedAt,
      fitMs: model.fitMs,
      asOf: forecast.asOf,
      model: model.model,
      decidedBy: detail.decidedBy,
      candidates: detail.candidates,
      gammaGamma: model.gammaGamma,
      converged: detail.converged,
      customers: forecast.customers,
      repeatCustomers: forecast.repeatCustomers,
      historyDays: forecast.historyDays,
      orderDays: detail.orderDays,
      leftOut: { guests: left?.guests ?? 0, cancelledOrTest: left?.uncounted ?? 0, worthNothing: left?.nothing ?? 0 },
      beginsInTheMiddle: forecast.beginsInTheMiddle,
      fitOn: detail.fitOn,
      spendCorrelation: detail.spendCorrelation,
      pastError: detail.pastError,
      horizonDays: YEAR_DAYS,
      discountRate: DEFAULT_DISCOUNT_RATE,
      perNet: forecast.perNet,
      label: forecast.label,
      warnings: forecast.warnings,
      newRepeatShare: observation ? newRepeatShare(model, observation) : 0,
    };
  });
}
