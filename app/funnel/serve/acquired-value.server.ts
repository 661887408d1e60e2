import type { Db } from "../../database/pool.server.ts";
import { latestModel } from "../../value/fit/value-models.server.ts";
import { newCustomerForecast } from "../../value/new-customer-forecast.ts";
import { isRecent } from "./is-recent.ts";

const KEPT_MS = 10 * 60_000;
/** Fewer customers say nothing of how many come back. */
const FEWEST_CUSTOMERS = 100;
const known = new Map<number, { readonly value: number | null; readonly at: number }>();

/** The lower end of an interval that holds the truth four times of five, in deviations: as the value room's intervals. */
const LOWER_END = 1.2816;

/**
 * Profit of a customer's later orders, minor units, cautiously: by the latest fit of the 12 months after the first order, taken down as
 * far as the lower end of the shop's forecast lies below its mean (what customers do by chance, the parameters, past errors), else
 * what the shop's customers have brought after their first order, each order of a customer taken to bring the same, at the lower
 * end of the mean. Sales below cost rest on it, so what is not known well must not pay for them. null while there is neither a fit nor
 * a hundred customers. At most ten minutes old.
 */
export async function acquiredValue(db: Db, now: number): Promise<number | null> {
  const kept = known.get(db.shopId);
  if (kept && isRecent(kept.at, now, KEPT_MS)) return kept.value;
  const value = await read(db);
  known.set(db.shopId, { value, at: now });
  return value;
}

async function read(db: Db): Promise<number | null> {
  const model = await latestModel(db);
  if (model?.gammaGamma) {
    const { clv, perNet } = model.forecast;
    const surely = clv.mean > 0 ? clv.low / clv.mean : 0;
    return Math.max(0, newCustomerForecast(model.model, model.gammaGamma).clv * perNet.profit * surely);
  }
  const row = await db.row<{ customers: number; later: number | null; spread: number | null }>(
    `select count(*)::int as customers, avg(later) as later, stddev_samp(later) as spread
     from (select profit * (orders - 1)::float8 / orders as later from customer_values where shop_id = $1 and orders > 0) c`,
    [db.shopId],
  );
  if (!row || row.customers < FEWEST_CUSTOMERS) return null;
  return Math.max(0, (row.later ?? 0) - (LOWER_END * (row.spread ?? 0)) / Math.sqrt(row.customers));
}
