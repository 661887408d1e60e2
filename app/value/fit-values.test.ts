import { expect, test } from "vitest";
import { madeOrders, type Sold, sellOrders } from "../../tests/sold-orders.ts";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { customerValues, insertSellingShop, NOW } from "../../tests/value-shop.ts";
import { inShop } from "../database/pool.server.ts";
import { cohorts } from "./cohorts.server.ts";
import { customerForecast, customerForecasts } from "./customer-forecast.server.ts";
import { dayNumber } from "./day-text.ts";
import { historiesOf, spendOf } from "./fit/customer-columns.ts";
import { readCustomerColumns, readOrderLog } from "./fit/read-columns.server.ts";
import { latestModel, modelDetail } from "./fit/value-models.server.ts";
import { fitValues } from "./fit-values.server.ts";
import { forecastStore } from "./models/forecast-store.ts";
import { summariseLog } from "./models/order-log.ts";
import { rollingBacktest } from "./models/rolling-backtest.ts";
import { seededRandom } from "./models/seeded-random.ts";
import { rankedCustomers } from "./ranked-customers.server.ts";
import { rebuildValues } from "./rebuild-values.server.ts";
import { updateValues } from "./update-values.server.ts";

ownDatabase();

test("a stored fit says what the models say of the same orders", async () => {
  const shopId = await insertSellingShop({ customers: 400, days: 500, until: "2026-06-30" });
  expect(await fitValues(shopId, { now: NOW })).toBe("fitted");

  const asOf = dayNumber("2026-06-30");
  const log = await inShop(shopId, (db) => readOrderLog(db));
  const { histories, spend } = summariseLog(log, asOf);
  const backtest = rollingBacktest(log, {});
  const direct = forecastStore({
    histories,
    spend,
    fitOn: backtest.fitOn,
    outOfTime: backtest.outOfTime ?? undefined,
    ...(backtest.pastError === null ? {} : { pastError: backtest.pastError }),
    random: seededRandom(1),
  });

  const { columns, model, detail } = await inShop(shopId, async (db) => {
    const latest = await latestModel(db);
    if (!latest) throw new Error("nothing was stored");
    return { columns: await readCustomerColumns(db), model: latest, detail: await modelDetail(db, latest.version) };
  });
  const ids = Array.from(columns.ids, String);
  expect(ids.length).toBeGreaterThan(350);
  // The summaries kept with the values are those of the log.
  expect(Array.from(historiesOf(columns, asOf).age)).toEqual(Array.from(histories.age));
  expect(Array.from(historiesOf(columns, asOf).frequency)).toEqual(Array.from(histories.frequency));
  expect(Array.from(spendOf(columns).mean)).toEqual(Array.from(spend.mean));
  expect(model.model).toEqual(direct.choice.fit.model);
  expect(model.gammaGamma).toEqual(direct.gammaGamma?.params);
  expect(model.forecast).toMatchObject({
    asOf: "2026-06-30",
    customers: ids.length,
    label: "model",
    orders: direct.totals.orders,
    clv: direct.totals.clv,
  });
  expect(detail.backtest.map((period) => period.predictedOrders)).toEqual(backtest.origins.map((origin) => origin.predictedOrders));
  expect(detail.pastWeeks.at(-1)).toMatchObject({ day: "2026-06-30", customers: ids.length });
  expect(detail.pastWeeks.at(-1)?.clv).toBeCloseTo(direct.totals.clv.mean, 6);

  // A page of customers, one customer and the ranked list are all the direct forecast.
  const page = await customerForecasts(shopId, ids);
  expect(page.size).toBe(ids.length);
  for (const [at, id] of ids.entries()) {
    expect(page.get(id)?.pOrder).toBe(direct.customers.pAtLeastOne[at]);
    expect(page.get(id)?.clv.net).toBe(direct.customers.clv[at]);
  }
  const ranked = await rankedCustomers(shopId, { pageSize: 5 });
  expect(ranked.total).toBe(ids.length);
  const best = Array.from(direct.customers.clv).sort((a, b) => b - a);
  expect(ranked.rows.map((row) => row.clv.net)).toEqual(best.slice(0, 5));
  const one = await customerForecast(shopId, ranked.rows[0]?.customerId ?? "");
  expect(one?.clv).toEqual(ranked.rows[0]?.clv);
  expect(one?.clvInterval.net.low).toBeLessThanOrEqual(one?.clvInterval.net.median ?? 0);
  expect(one?.steps?.clv).toBeCloseTo((one?.expectedOrders ?? 0) * (one?.expectedSpend ?? 0), 4);
});

test("the night after nothing new is fitted, only ranked; after a week, or with one repeat order in a hundred new, it is fitted", async () => {
  const shopId = await insertShop();
  const orders = madeOrders({ customers: 300, days: 400, until: "2026-06-30", seed: 5 });
  await sellOrders(shopId, orders);
  await rebuildValues(shopId);
  const hours = (count: number) => new Date(NOW.getTime() + count * 3_600_000);
  expect(await fitValues(shopId, { now: NOW })).toBe("fitted");
  const first = await inShop(shopId, latestModel);
  expect(await fitValues(shopId, { now: hours(24) })).toBe("ranked");
  const night = await inShop(shopId, latestModel);
  expect(night?.version).toBe(1);
  expect(night?.model).toEqual(first?.model);
  expect(night?.forecast.asOf).toBe("2026-07-01");
  // Ranking with the stored doubt gives the totals a fit gives.
  expect(await fitValues(shopId, { now: NOW })).toBe("ranked");
  expect((await inShop(shopId, latestModel))?.forecast).toEqual(first?.forecast);
  expect(await fitValues(shopId, { now: hours(7 * 24) })).toBe("fitted");
  const more = orders.slice(0, 20).map((sold, at): Sold => ({ ...sold, id: 90_000 + at, refunded: 0, at: "2026-07-07T09:00:00Z" }));
  await sellOrders(shopId, more);
  await rebuildValues(shopId);
  expect(await fitValues(shopId, { now: hours(7 * 24 + 1) })).toBe("fitted");
  expect((await inShop(shopId, latestModel))?.version).toBe(3);
});

test("values from before the summaries existed are made anew by the first fit", async () => {
  const shopId = await insertSellingShop({ customers: 40, days: 200, until: "2026-06-30", seed: 6 });
  const whole = await customerValues(shopId);
  await inShop(shopId, (db) =>
    db.run("update customer_values set first_day = null, last_day = null, order_days = 0, spend = 0, first_spend = 0 where shop_id = $1", [
      shopId,
    ]),
  );
  expect(await fitValues(shopId, { now: NOW })).toBe("fitted");
  expect(await customerValues(shopId)).toEqual(whole);
});

test("a fit that was asked for runs even when none is due, and one that is stopped stores nothing", async () => {
  const shopId = await insertSellingShop({ customers: 60, days: 300, until: "2026-06-30", seed: 7 });
  const stopped = AbortSignal.abort(new Error("stopped"));
  await expect(fitValues(shopId, { now: NOW, signal: stopped })).rejects.toThrow("stopped");
  expect(await inShop(shopId, latestModel)).toBeNull();
  await fitValues(shopId, { now: NOW });
  expect(await fitValues(shopId, { now: NOW, force: true })).toBe("fitted");
  const outcomes = await Promise.all([fitValues(shopId, { now: NOW, force: true }), fitValues(shopId, { now: NOW, force: true })]);
  expect(outcomes.sort()).toEqual(["fitted", "overtaken"]);
  expect((await inShop(shopId, latestModel))?.version).toBe(3);
  expect((await rankedCustomers(shopId)).total).toBeGreaterThan(40);
});

test("a shop that stopped selling is forecast as of its last order and says so", async () => {
  const shopId = await insertSellingShop({ customers: 100, days: 300, until: "2024-03-10", seed: 2 });
  await fitValues(shopId, { now: NOW });
  const model = await inShop(shopId, latestModel);
  expect(model?.forecast.warnings).toContain("quiet_store");
  expect(model?.forecast.asOf.slice(0, 7)).toBe("2024-03");

  // One customer back and one new after two years do not make the others ones of today.
  const last = model?.forecast.asOf ?? "";
  await sellOrders(shopId, [
    { id: 70_001, customer: 5, at: "2026-06-30T08:00:00Z", subtotal: 4_000 },
    { id: 70_002, customer: 901, at: "2026-06-30T09:00:00Z", subtotal: 4_000 },
  ]);
  await rebuildValues(shopId);
  for (const force of [true, false]) {
    await fitValues(shopId, { now: NOW, force });
    const later = await inShop(shopId, latestModel);
    expect(later?.forecast).toMatchObject({ asOf: last, customers: model?.forecast.customers, historyDays: model?.forecast.historyDays });
    expect(later?.forecast.clv.mean).toBeCloseTo(model?.forecast.clv.mean ?? 0, -2);
  }
  expect((await cohorts(shopId, { now: NOW })).cohorts.at(-1)?.month).toBe("2024-03");
  expect((await customerForecast(shopId, "901"))?.restsOn).toMatchObject({ lastDay: "2026-06-30", daysSinceLast: 0 });
});

test("the batch of orders that makes one in a hundred repeat orders new asks for a fit, once", async () => {
  const shopId = await insertSellingShop({ customers: 300, days: 400, until: "2026-06-30", seed: 5 });
  await fitValues(shopId, { now: NOW });
  const { repeat_orders: known } = await repeats(shopId);
  const enough = Math.ceil(known / 100);
  expect(enough).toBeGreaterThan(2);
  const asked = () =>
    inShop(shopId, (db) =>
      db.row<{ jobs: number }>("select count(*)::int as jobs from pgboss.job where name = 'value.fit' and singleton_key = $1", [
        `fit ${shopId}`,
      ]),
    );
  for (let more = 1; more <= enough + 2; more++) {
    await sellOrders(shopId, [
      { id: 80_000 + more, customer: 7, at: `2026-07-${String(more).padStart(2, "0")}T09:00:00Z`, subtotal: 3_000 },
    ]);
    expect(await inShop(shopId, (db) => updateValues(db, { orderIds: [String(80_000 + more)] }))).toEqual({ appended: 1, recomputed: 0 });
    expect((await repeats(shopId)).repeat_now).toBe(known + more);
    expect(await asked()).toEqual({ jobs: more >= enough ? 1 : 0 });
  }
  expect(await fitValues(shopId, { now: NOW })).toBe("fitted");
  expect(await repeats(shopId)).toEqual({ repeat_orders: known + enough + 2, repeat_now: known + enough + 2 });
});

const repeats = async (shopId: number) =>
  (await inShop(shopId, (db) =>
    db.row<{ repeat_orders: number; repeat_now: number }>(
      "select repeat_orders, repeat_now from value_models where shop_id = $1 order by version desc limit 1",
      [shopId],
    ),
  )) as { repeat_orders: number; repeat_now: number };
