import { type Db, inShop } from "../database/pool.server.ts";
import type { CustomerForecast, CustomerForecastRow } from "./customer-forecast.ts";
import { dayNumber, dayText } from "./day-text.ts";
import { type CustomerColumns, historiesOf, spendOf } from "./fit/customer-columns.ts";
import { readCustomerColumns } from "./fit/read-columns.server.ts";
import { latestModel, type ValueModel } from "./fit/value-models.server.ts";
import { byBase, inEveryBase } from "./in-every-base.ts";
import { knownAlive } from "./known-alive.ts";
import { medianWait } from "./median-wait.ts";
import { collapseHistories } from "./models/collapse-histories.ts";
import { pAtLeastOne } from "./models/customer-orders.ts";
import { customerSteps } from "./models/customer-steps.ts";
import { DEFAULT_DISCOUNT_RATE, discountSteps, YEAR_DAYS } from "./models/discount-steps.ts";
import { expectedSpend } from "./models/gamma-gamma-params.ts";
import { predictCustomers } from "./models/predict-customers.ts";
import { seededRandom } from "./models/seeded-random.ts";
import { simulateCustomers } from "./models/simulate-customers.ts";

/**
 * One customer's forecast, computed when it is read from the shop's parameters and the customer's present orders; null without a paid order
 * or before the first fit.
 */
export async function customerForecast(shopId: number, customerId: string): Promise<CustomerForecast | null> {
  if (!/^\d{1,18}$/.test(customerId)) return null;
  return inShop(shopId, async (db) => {
    const model = await latestModel(db);
    if (!model) return null;
    const columns = await readCustomerColumns(db, [customerId]);
    if (columns.ids.length === 0) return null;
    const shop = await db.row<{ currency: string }>("select currency from shops where id = $1", [shopId]);
    return forecastOne(model, columns, customerId, shop?.currency ?? "");
  });
}

/** The same figures for a page of customers; those without a paid order are left out, and all of them before the first fit. */
export async function customerForecasts(shopId: number, customerIds: readonly string[]): Promise<Map<string, CustomerForecastRow>> {
  const ids = customerIds.filter((id) => /^\d{1,18}$/.test(id));
  return inShop(shopId, async (db) => {
    const model = await latestModel(db);
    return model && ids.length > 0 ? forecastMany(db, model, ids) : new Map();
  });
}

/** The figures of these customers by one model, by id. */
export async function forecastMany(db: Db, model: ValueModel, ids: readonly string[]): Promise<Map<string, CustomerForecastRow>> {
  const columns = await readCustomerColumns(db, ids);
  const { means } = predict(model, columns);
  return new Map(
    Array.from(columns.ids, (id, at) => {
      const customerId = String(id);
      return [customerId, rowOf(model, means, at, customerId)];
    }),
  );
}

type Means = ReturnType<typeof predictCustomers>;

function predict({ model, gammaGamma, forecast }: ValueModel, columns: CustomerColumns) {
  const data = collapseHistories(historiesOf(columns, dayNumber(forecast.asOf)));
  const input = { model, data, gammaGamma, spend: spendOf(columns), steps: discountSteps(YEAR_DAYS, 1, DEFAULT_DISCOUNT_RATE) };
  return { input, means: predictCustomers(input) };
}

function rowOf({ model, forecast }: ValueModel, means: Means, at: number, customerId: string): CustomerForecastRow {
  return {
    customerId,
    pAlive: knownAlive(model.name, means.pAlive[at] as number, forecast.warnings),
    pOrder: means.pAtLeastOne[at] as number,
    expectedOrders: means.expectedOrders[at] as number,
    expectedSpend: means.expectedSpend[at] as number,
    clv: inEveryBase(means.clv[at] as number, forecast.perNet),
  };
}

function forecastOne(stored: ValueModel, columns: CustomerColumns, customerId: string, currency: string): CustomerForecast {
  const { model, gammaGamma, forecast, version, fittedAt } = stored;
  const { input, means } = predict(stored, columns);
  const drawn = simulateCustomers(input, means, { random: seededRandom(Number(BigInt(customerId) % 2_147_483_647n)) });
  const [firstDay, lastDay, orderDays] = [columns.firstDay[0] as number, columns.lastDay[0] as number, columns.orderDays[0] as number];
  const end = Math.max(dayNumber(forecast.asOf), lastDay);
  const history = { frequency: orderDays - 1, recency: lastDay - firstDay, age: end - firstDay };
  const ownMean = (columns.spend[0] as number) / orderDays;
  const wait = medianWait(model, history.frequency, history.age);
  const waitFromLast = medianWait(model, history.frequency, history.recency);
  return {
    ...rowOf(stored, means, 0, customerId),
    currency,
    asOf: dayText(end),
    horizonDays: YEAR_DAYS,
    label: forecast.label,
    warnings: forecast.warnings,
    orders: { median: drawn.medianOrders[0] as number, low: drawn.lowOrders[0] as number, high: drawn.highOrders[0] as number },
    clvInterval: byBase((base) => {
      const ends = [(drawn.lowClv[0] as number) * forecast.perNet[base], (drawn.highClv[0] as number) * forecast.perNet[base]] as const;
      return { median: (drawn.medianClv[0] as number) * forecast.perNet[base], low: Math.min(...ends), high: Math.max(...ends) };
    }),
    pOrderWithin: {
      days30: pAtLeastOne(model, history, 30),
      days90: pAtLeastOne(model, history, 90),
    },
    nextOrderOn: wait === null ? null : dayText(end + Math.ceil(wait)),
    late: waitFromLast !== null && end - lastDay > waitFromLast,
    steps: gammaGamma && customerSteps(model, gammaGamma, { history, orders: orderDays, meanValue: ownMean }, YEAR_DAYS, 1),
    restsOn: {
      orderDays,
      firstDay: dayText(firstDay),
      lastDay: dayText(lastDay),
      daysSinceLast: end - lastDay,
      ownMean,
      storeMean: gammaGamma && expectedSpend(gammaGamma, 0, 0),
      ownWeight: gammaGamma && (gammaGamma.p * orderDays) / (gammaGamma.p * orderDays + gammaGamma.q - 1),
      model: model.name,
      version,
      fittedAt,
    },
  };
}
