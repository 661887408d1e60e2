import { type Db, inShop } from "../database/pool.server.ts";
import type { Amounts, ValueBase } from "./amounts.ts";
import { decomposeChange, type LeverInputs } from "./decompose-change.ts";
import { latestModel, type ValueModel } from "./fit/value-models.server.ts";
import { byBase, estimatesInEveryBase, perOne } from "./in-every-base.ts";
import { type ModelLifespan, modelLifespan } from "./model-lifespan.ts";
import { DEFAULT_DISCOUNT_RATE, YEAR_DAYS } from "./models/discount-steps.ts";
import { periodFigures } from "./period-figures.server.ts";
import type { PeriodFigures } from "./period-figures.ts";
import type { StoreForecastFigures } from "./store-forecast.ts";
import { storeValue } from "./store-value.server.ts";
import type { ValueOverview } from "./value-overview.ts";

interface OverviewOptions {
  /** ISO; orders processed at or after it */
  readonly from?: string | null;
  /** ISO; orders processed before it */
  readonly to?: string | null;
  /** a period to compare with; none when both are left out */
  readonly compareFrom?: string | null;
  readonly compareTo?: string | null;
  /** profit when not given */
  readonly base?: ValueBase;
}

/** The store at a glance: the levers of a period and their change, lifespan, historic and predicted CLV. */
export async function valueOverview(shopId: number, options: OverviewOptions = {}): Promise<ValueOverview> {
  const { from = null, to = null, compareFrom = null, compareTo = null, base = "profit" } = options;
  const [classic, { churn, ...figures }] = await Promise.all([
    storeValue(shopId, { from, to }),
    inShop(shopId, (db) => readOverview(db, { from, to, compareFrom, compareTo, base })),
  ]);
  return {
    ...figures,
    currency: classic.currency,
    lifespan: { simpleDays: classic.customers > 0 ? classic.meanLifespanDays : null, model: churn },
    fiveSteps: classic.fiveSteps,
  };
}

async function readOverview(
  db: Db,
  { from, to, compareFrom, compareTo, base }: Required<OverviewOptions>,
): Promise<Omit<ValueOverview, "currency" | "lifespan" | "fiveSteps"> & { churn: ModelLifespan | null }> {
  const { figures: period, assumedCostShare } = await periodFigures(db, { from, to });
  const compared = compareFrom !== null || compareTo !== null;
  const before = compared ? (await periodFigures(db, { from: compareFrom, to: compareTo })).figures : null;
  const historic = await historicSums(db);
  const model = await latestModel(db);
  return {
    base,
    period,
    comparison: before && { period: before, decomposition: decomposeChange(base, leversOf(before, base), leversOf(period, base)) },
    churn: model && modelLifespan(model.model),
    historicClv: { customers: historic.customers, total: historic.total, perCustomer: perOne(historic.total, historic.customers) },
    assumedCostShare,
    forecast: model && forecastFigures(model),
    noForecast: model ? null : historic.paying > 0 ? "not_fitted" : "no_orders",
  };
}

/** The forecast of the ranked list in every base. */
function forecastFigures({ forecast, version, fittedAt }: ValueModel): StoreForecastFigures {
  const { asOf, customers, orderAgain, orders, perNet, label, warnings } = forecast;
  const clv = estimatesInEveryBase(forecast.clv, perNet);
  return {
    asOf,
    horizonDays: YEAR_DAYS,
    discountRate: DEFAULT_DISCOUNT_RATE,
    customers,
    orderAgain,
    orders,
    clv,
    clvPerCustomer: byBase((base) => clv[base].mean / customers),
    perNet,
    label,
    warnings,
    version,
    fittedAt,
  };
}

function leversOf({ customers, identifiedOrders, identified, total }: PeriodFigures, base: ValueBase): LeverInputs {
  return { customers, orders: identifiedOrders, identified: identified[base], total: total[base] };
}

async function historicSums(db: Db): Promise<{ customers: number; paying: number; total: Amounts }> {
  const row = await db.row<Record<"customers" | "paying" | keyof Amounts, number>>(
    `select count(*)::int as customers, count(*) filter (where order_days > 0 or revenue > refunded)::int as paying, coalesce(sum(revenue), 0)::float8 as gross,
       coalesce(sum(revenue - refunded), 0)::float8 as net, coalesce(sum(profit), 0)::float8 as profit
     from customer_values where shop_id = $1`,
    [db.shopId],
  );
  const { customers = 0, paying = 0, profit = 0, net = 0, gross = 0 } = row ?? {};
  return { customers, paying, total: { profit, net, gross } };
}
