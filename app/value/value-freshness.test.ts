import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { madeOrders, type Sold, sellOrders } from "../../tests/sold-orders.ts";
import { createTestDatabase, insertShop } from "../../tests/test-database.ts";
import { inShop, pool } from "../database/pool.server.ts";
import { redactCustomer } from "../orders/privacy.server.ts";
import { cohorts } from "./cohorts.server.ts";
import { customerForecast, customerForecasts } from "./customer-forecast.server.ts";
import { dayNumber } from "./day-text.ts";
import { historiesOf, spendOf } from "./fit/customer-columns.ts";
import { readColumnsAsOf, readCustomerColumns, readOrderLog } from "./fit/read-columns.server.ts";
import { latestModel, modelDetail } from "./fit/value-models.server.ts";
import { fitValues } from "./fit-values.server.ts";
import { forecastStore } from "./models/forecast-store.ts";
import { summariseLog } from "./models/order-log.ts";
import { rollingBacktest } from "./models/rolling-backtest.ts";
import { seededRandom } from "./models/seeded-random.ts";
import { rankedCustomers } from "./ranked-customers.server.ts";
import { rebuildValues } from "./rebuild-values.server.ts";
import { rfmOf } from "./rfm-segments.server.ts";
import { updateValues } from "./update-values.server.ts";

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
const orderValues = (shopId: number) =>
  inShop(shopId, (db) => db.rows<Record<string, unknown>>("select * from order_values where shop_id = $1 order by order_id", [shopId]));

const ZONE_MS = 7 * 3_600_000;
const localDay = (at: string) => new Date(Date.parse(at) + ZONE_MS).toISOString().slice(0, 10);
const counts = (sold: Sold) => !sold.cancelled && !sold.test;

const soldAnyhow = fc.record({
  id: fc.integer({ min: 1, max: 12 }),
  customer: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
  at: fc.integer({ min: 0, max: 40 * 24 * 4 }).map((quarter) => new Date(Date.UTC(2026, 0, 1) + quarter * 900_000).toISOString()),
  subtotal: fc.integer({ min: 0, max: 5_000 }),
  refunded: fc.integer({ min: 0, max: 6_000 }).map((amount) => (amount < 4_000 ? 0 : amount - 2_000)),
  discount: fc.integer({ min: 0, max: 300 }),
  cost: fc.option(fc.integer({ min: 0, max: 2_000 })),
  cancelled: fc.integer({ min: 0, max: 7 }).map((chance) => chance === 0),
  test: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
});
/** What may happen to a shop's orders: they come (also late), change in anything, or go; a customer is forgotten. */
const happening = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("next" as const), sold: soldAnyhow }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("sell" as const), sold: soldAnyhow }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("delete" as const), id: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("forget" as const), customer: fc.integer({ min: 1, max: 3 }) }) },
);

async function emptied(): Promise<number> {
  const shopId = await insertShop();
  await pool().query("update shops set timezone = 'Asia/Ho_Chi_Minh', payment_fee_bp = 290, payment_fee_fixed = 30 where id = $1", [
    shopId,
  ]);
  return shopId;
}

/** The summaries told a second time, in plain words. */
function expectSummaries(rows: readonly Record<string, unknown>[], state: ReadonlyMap<number, Sold>): void {
  for (const row of rows) {
    const own = [...state.values()].filter((sold) => String(sold.customer) === row.customer_id && counts(sold));
    expect(row.orders).toBe(own.length);
    const paid = own.filter((sold) => sold.subtotal > (sold.refunded ?? 0));
    const net = (among: readonly Sold[]) => among.reduce((sum, sold) => sum + sold.subtotal - (sold.refunded ?? 0), 0);
    const days = paid.map((sold) => localDay(sold.at)).sort();
    expect(row.order_days).toBe(new Set(days).size);
    expect(Number(row.spend)).toBe(net(paid));
    expect(Number(row.first_spend)).toBe(net(paid.filter((sold) => localDay(sold.at) === days[0])));
  }
}

test("values kept order by order equal the rebuild, whatever happens; only what is not simply the next order reads a customer's others", async () => {
  const ways = { appended: 0, recomputed: 0, untouched: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(happening, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 10 }), async (batches) => {
      const shopId = await emptied();
      const state = new Map<number, Sold>();
      let nextId = 20;
      for (const batch of batches) {
        const known = new Map([...state].filter(([, sold]) => counts(sold)));
        const orderIds: string[] = [];
        const forgotten: string[] = [];
        for (const event of batch) {
          if (event.do === "next" || event.do === "sell") {
            // The next order is a new one after all that came so far, often on the same day.
            const latest = Math.max(Date.UTC(2026, 1, 10), ...[...state.values()].map((sold) => Date.parse(sold.at)));
            const wait = (Date.parse(event.sold.at) - Date.UTC(2026, 0, 1)) / (event.sold.id % 2 === 0 ? 1 : 100);
            const after = new Date(latest + Math.ceil(wait) + 1).toISOString();
            const sold = event.do === "next" ? { ...event.sold, id: nextId++, at: after } : event.sold;
            state.set(sold.id, sold);
            await sellOrders(shopId, [sold]);
            orderIds.push(String(sold.id));
          } else if (event.do === "delete") {
            state.delete(event.id);
            await inShop(shopId, async (db) => {
              await db.run("delete from order_lines where shop_id = $1 and order_id = $2", [shopId, event.id]);
              await db.run("delete from orders where shop_id = $1 and id = $2", [shopId, event.id]);
            });
            orderIds.push(String(event.id));
          } else {
            for (const [id, sold] of state) if (sold.customer === event.customer) state.set(id, { ...sold, customer: null });
            await inShop(shopId, (db) =>
              db.run("update orders set customer_id = null where shop_id = $1 and customer_id = $2", [shopId, event.customer]),
            );
            forgotten.push(String(event.customer));
          }
        }
        const way = await inShop(shopId, (db) => updateValues(db, { orderIds, forgotten }));
        ways.appended += way.appended;
        ways.recomputed += way.recomputed;
        if (way.appended + way.recomputed === 0) ways.untouched++;
        const [only] = batch;
        const came = orderIds.map((id) => state.get(Number(id)));
        const [order] = came;
        if (batch.length === 1 && only && order?.customer && counts(order) && !known.has(order.id)) {
          const others = [...known.values()].filter((sold) => sold.customer === order.customer);
          const later = others.every((sold) => sold.at < order.at);
          expect(way).toEqual({ appended: later ? 1 : 0, recomputed: later ? 0 : 1 });
        }
      }
      const kept = [await orderValues(shopId), await values(shopId)];
      await rebuildValues(shopId);
      expect([await orderValues(shopId), await values(shopId)]).toEqual(kept);
      expect(kept[0]?.length).toBe([...state.values()].filter(counts).length);
      expectSummaries(kept[1] ?? [], state);
      await inShop(shopId, (db) => db.run("delete from order_values where shop_id = $1 and order_id % 2 = 0", [shopId]));
      await rebuildValues(shopId);
      expect([await orderValues(shopId), await values(shopId)]).toEqual(kept);
    }),
    { numRuns: 40 },
  );
  expect(ways.appended).toBeGreaterThan(60);
  expect(ways.recomputed).toBeGreaterThan(60);
}, 120_000);

test("an order told of again without a change that counts touches no customer", async () => {
  const shopId = await emptied();
  const sold = { id: 1, customer: 1, at: "2026-03-01T10:00:00Z", subtotal: 2_000 };
  const told = () => inShop(shopId, (db) => updateValues(db, { orderIds: ["1"] }));
  await sellOrders(shopId, [sold]);
  expect(await told()).toEqual({ appended: 1, recomputed: 0 });
  await sellOrders(shopId, [sold]);
  expect(await told()).toEqual({ appended: 0, recomputed: 0 });
  await sellOrders(shopId, [{ ...sold, refunded: 500 }]);
  expect(await told()).toEqual({ appended: 0, recomputed: 1 });
});

test("the batch of orders that makes one in a hundred repeat orders new asks for a fit, once", async () => {
  const shopId = await insertShop();
  await sellOrders(shopId, madeOrders({ customers: 300, days: 400, until: "2026-06-30", seed: 5 }));
  await rebuildValues(shopId);
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

test("a customer's page knows today's order before the next night", async () => {
  const shopId = await insertShop();
  await sellOrders(shopId, madeOrders({ customers: 60, days: 300, until: "2026-06-30", seed: 8 }));
  await rebuildValues(shopId);
  await fitValues(shopId, { now: NOW });
  const before = await customerForecast(shopId, "7");
  await sellOrders(shopId, [{ id: 50_000, customer: 7, at: "2026-07-01T08:00:00Z", subtotal: 9_000 }]);
  await inShop(shopId, (db) => updateValues(db, { orderIds: ["50000"] }));
  const after = await customerForecast(shopId, "7");
  expect(after?.restsOn).toMatchObject({ lastDay: "2026-07-01", orderDays: (before?.restsOn.orderDays ?? 0) + 1, daysSinceLast: 0 });
  expect(after?.pOrder).toBeGreaterThan(before?.pOrder ?? 1);
  const { total } = await rankedCustomers(shopId);
  await inShop(shopId, async (db) => {
    await db.run("update orders set customer_id = null where shop_id = $1 and customer_id = 7", [shopId]);
    await updateValues(db, { orderIds: [], forgotten: ["7"] });
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

test("a customer who is forgotten leaves the night's lists at once", async () => {
  const shopId = await insertShop();
  await sellOrders(shopId, madeOrders({ customers: 40, days: 200, until: "2026-06-30", seed: 3 }));
  await rebuildValues(shopId);
  await fitValues(shopId, { now: NOW });
  expect(await rfmOf(shopId, "7")).not.toBeNull();
  await inShop(shopId, (db) => redactCustomer(db, "7"));
  expect(await rfmOf(shopId, "7")).toBeNull();
  // whose orders are all another's now, as after a merge
  await inShop(shopId, async (db) => {
    await db.run("update orders set customer_id = 9 where shop_id = $1 and customer_id = 8", [shopId]);
    await updateValues(db, { orderIds: [], forgotten: ["8"] });
  });
  expect(await rfmOf(shopId, "8")).toBeNull();
  expect(await rfmOf(shopId, "9")).not.toBeNull();
});

test("customers as of an earlier day are read with their own ids, whoever came since", async () => {
  const shopId = await insertShop();
  const orders = madeOrders({ customers: 60, days: 300, until: "2026-06-30", seed: 9 });
  await sellOrders(shopId, orders);
  await rebuildValues(shopId);
  const known = await inShop(shopId, (db) => readCustomerColumns(db));
  const day = dayNumber("2026-06-30");
  expect(await inShop(shopId, (db) => readColumnsAsOf(db, day))).toEqual(known);
  // a new customer before all others by id, and an old one back
  await sellOrders(shopId, [
    { id: 90_001, customer: 0, at: "2026-07-05T08:00:00Z", subtotal: 4_000 },
    { id: 90_002, customer: 5, at: "2026-07-06T09:00:00Z", subtotal: 4_000 },
  ]);
  await inShop(shopId, (db) => updateValues(db, { orderIds: ["90001", "90002"] }));
  expect((await inShop(shopId, (db) => readCustomerColumns(db))).ids[0]).toBe(0n);
  expect(await inShop(shopId, (db) => readColumnsAsOf(db, day))).toEqual(known);
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
