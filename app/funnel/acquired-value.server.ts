import type { Db } from "../database/pool.server.ts";
import { latestModel } from "../value/fit/value-models.server.ts";
import { newCustomerForecast } from "../value/new-customer-forecast.ts";

const KEPT_MS = 10 * 60_000;
/** Fewer customers say nothing of how many come back. */
const FEWEST_CUSTOMERS = 100;
const known = new Map<number, { readonly value: number | null; readonly at: number }>();

/**
 * Expected profit of a customer's later orders, minor units: of the 12 months after the first order by the latest fit, else what
 * the shop's customers have brought after their first order, each order of a customer taken to bring the same. null while there
 * is neither a fit nor a hundred customers. At most ten minutes old.
 */
export async function acquiredValue(db: Db, now: number): Promise<number | null> {
  const kept = known.get(db.shopId);
  if (kept && now - kept.at < KEPT_MS && now >= kept.at) return kept.value;
  const value = await read(db);
  known.set(db.shopId, { value, at: now });
  return value;
}

async function read(db: Db): Promise<number | null> {
  const model = await latestModel(db);
  if (model?.gammaGamma) return Math.max(0, newCustomerForecast(model.model, model.gammaGamma).clv * model.forecast.perNet.profit);
  const row = await db.row<{ customers: number; later: number | null }>(
    "select count(*)::int as customers, sum(profit * (orders - 1)::float8 / orders) as later from customer_values where shop_id = $1 and orders > 0",
    [db.shopId],
  );
  if (!row || row.customers < FEWEST_CUSTOMERS) return null;
  return Math.max(0, row.later ?? 0) / row.customers;
}
