import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { madeOrders, type Sold, sellOrders } from "../../tests/sold-orders.ts";
import { createTestDatabase, insertShop } from "../../tests/test-database.ts";
import { inShop, pool } from "../database/pool.server.ts";
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
import { rebuildValues, recomputeCustomers } from "./rebuild-values.server.ts";

let database: Awaited<ReturnType<typeof createTestDatabase>>;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const NOW = new Date("2026-06-30T15:00:00Z");
const values = (shopId: number) =>
  inShop(shopId, (db) =>
    db.rows<Record<string, unknown>>("select * from customer_values where shop_id = $1 order by customer_id", [shopId]),
  );

test("the summary kept order by order equals the rebuild, in the shop's own days", async () => {
  const shopId = await insertShop();
  await pool().query("update shops set timezone = 'Asia/Ho_Chi_Minh' where id = $1", [shopId]);
  const moment = fc
    .integer({ min: 0, max: 40 * 24 * 4 })
    .map((quarter) => new Date(Date.UTC(2026, 0, 1) + quarter * 900_000).toISOString());
  const order = fc.record({
    id: fc.integer({ min: 1, max: 12 }),
    customer: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
    at: moment,
    subtotal: fc.integer({ min: 0, max: 5_000 }),
    refunded: fc.integer({ min: 0, max: 6_000 }).map((amount) => (amount < 3_000 ? 0 : amount - 1_000)),
    cancelled: fc.boolean().map((cancelled) => cancelled),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(order, { minLength: 1, maxLength: 12 }), async (events) => {
      await inShop(shopId, async (db) => {
        for (const table of ["customer_values", "order_lines", "orders"]) await db.run(`delete from ${table} where shop_id = $1`, [shopId]);
      });
      const state = new Map<number, Sold>();
      for (const event of events) {
        const touched = [state.get(event.id)?.customer, event.customer].filter((id) => id !== null && id !== undefined);
        state.set(event.id, event);
        await sellOrders(shopId, [event]);
        await inShop(shopId, (db) => recomputeCustomers(db, touched.map(String)));
      }
      const kept = await values(shopId);
      await rebuildValues(shopId);
      expect(await values(shopId)).toEqual(kept);
      // The same told a second time, in plain words.
      for (const row of kept) {
        const own = [...state.values()].filter((sold) => String(sold.customer) === row.customer_id && !sold.cancelled);
        const paid = own.filter((sold) => sold.subtotal > (sold.refunded ?? 0));
        const days = paid.map((sold) => new Date(Date.parse(sold.at) + 7 * 3_600_000).toISOString().slice(0, 10)).sort();
        expect(row.order_days).toBe(new Set(days).size);
        expect(Number(row.spend)).toBe(paid.reduce((sum, sold) => sum + sold.subtotal - (sold.refunded ?? 0), 0));
        const first = paid.filter((sold) => new Date(Date.parse(sold.at) + 7 * 3_600_000).toISOString().slice(0, 10) === days[0]);
        expect(Number(row.first_spend)).toBe(first.reduce((sum, sold) => sum + sold.subtotal - (sold.refunded ?? 0), 0));
      }
    }),
    { numRuns: 25 },
  );
});

test("a stored fit says what the models say of the same orders", async () => {
  const shopId = await insertShop();
  await sellOrders(shopId, madeOrders({ customers: 400, days: 500, until: "2026-06-30" }));
  await rebuildValues(shopId);
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
    expect(page.get(id)?.pAlive).toBe(direct.customers.pAlive[at]);
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

test("a customer's page knows today's order before the next night", async () => {
  const shopId = await insertShop();
  await sellOrders(shopId, madeOrders({ customers: 60, days: 300, until: "2026-06-30", seed: 8 }));
  await rebuildValues(shopId);
  await fitValues(shopId, { now: NOW });
  const before = await customerForecast(shopId, "7");
  await sellOrders(shopId, [{ id: 50_000, customer: 7, at: "2026-07-01T08:00:00Z", subtotal: 9_000 }]);
  await inShop(shopId, (db) => recomputeCustomers(db, ["7"]));
  const after = await customerForecast(shopId, "7");
  expect(after?.restsOn).toMatchObject({ lastDay: "2026-07-01", orderDays: (before?.restsOn.orderDays ?? 0) + 1, daysSinceLast: 0 });
  expect(after?.pAlive).toBeGreaterThan(before?.pAlive ?? 1);
  const { total } = await rankedCustomers(shopId);
  await inShop(shopId, async (db) => {
    await db.run("update orders set customer_id = null where shop_id = $1 and customer_id = 7", [shopId]);
    await recomputeCustomers(db, ["7"]);
  });
  expect((await rankedCustomers(shopId)).total).toBe(total - 1);
  expect(await customerForecast(shopId, "7")).toBeNull();
});

test("values from before the summaries existed are made anew by the first fit", async () => {
  const shopId = await insertShop();
  await sellOrders(shopId, madeOrders({ customers: 40, days: 200, until: "2026-06-30", seed: 6 }));
  await rebuildValues(shopId);
  const whole = await values(shopId);
  await inShop(shopId, (db) =>
    db.run("update customer_values set first_day = null, last_day = null, order_days = 0, spend = 0, first_spend = 0 where shop_id = $1", [
      shopId,
    ]),
  );
  expect(await fitValues(shopId, { now: NOW })).toBe("fitted");
  expect(await values(shopId)).toEqual(whole);
});

test("a fit that was asked for runs even when none is due, and one that is stopped stores nothing", async () => {
  const shopId = await insertShop();
  await sellOrders(shopId, madeOrders({ customers: 60, days: 300, until: "2026-06-30", seed: 7 }));
  await rebuildValues(shopId);
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
  const shopId = await insertShop();
  await sellOrders(shopId, madeOrders({ customers: 100, days: 300, until: "2024-03-10", seed: 2 }));
  await rebuildValues(shopId);
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
