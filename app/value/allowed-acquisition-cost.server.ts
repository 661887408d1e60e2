import { inShop } from "../database/pool.server.ts";
import type { AllowedAcquisitionCost } from "./allowed-acquisition-cost.ts";
import { allowedCost } from "./allowed-cost.ts";
import { dayNumber, dayText } from "./day-text.ts";
import { latestModel } from "./fit/value-models.server.ts";
import { newCustomerForecast } from "./new-customer-forecast.ts";

const TARGET = 1 / 3;
/** First orders of so many days, up to the one the forecast was made on. */
const DAYS = 365;

/** What may be spent to win a customer: a part of the profit a new one is expected to bring within 12 months of the first order. */
export async function allowedAcquisitionCost(
  shopId: number,
  { target = TARGET }: { readonly target?: number } = {},
): Promise<AllowedAcquisitionCost | null> {
  const share = Number.isFinite(target) ? Math.min(Math.max(target, 0), 1) : TARGET;
  return inShop(shopId, async (db) => {
    const model = await latestModel(db);
    if (!model) return null;
    const to = model.forecast.asOf;
    const from = dayText(dayNumber(to) - DAYS + 1);
    const firsts = (await db.row<{ currency: string; customers: number; profit: number }>(FIRST_ORDERS, [shopId, from, to])) as {
      currency: string;
      customers: number;
      profit: number;
    };
    const firstOrderProfit = firsts.customers > 0 ? firsts.profit / firsts.customers : 0;
    const expected = model.forecast.label === "early" ? null : newCustomerForecast(model.model, model.gammaGamma);
    const later = expected && { orders: expected.orders, profit: expected.clv * model.forecast.perNet.profit };
    const profitClv = firstOrderProfit + (later?.profit ?? 0);
    return {
      currency: firsts.currency,
      target: share,
      from,
      to,
      newCustomers: firsts.customers,
      firstOrderProfit,
      later,
      profitClv,
      allowed: allowedCost(profitClv, share),
      allowedOnFirstOrder: allowedCost(firstOrderProfit, share),
      label: model.forecast.label,
    };
  });
}

const FIRST_ORDERS = `
  select s.currency, count(f.profit)::int as customers, coalesce(sum(f.profit), 0)::float8 as profit
  from shops s left join lateral (
    select revenue - refunded - cost - fees as profit from (
      select o.*, row_number() over (partition by customer_id order by processed_at, order_id) as place
      from order_values o where o.shop_id = $1 and o.customer_id is not null
    ) placed where place = 1 and day between $2::date and $3::date
  ) f on true
  where s.id = $1 group by s.currency`;
