import { beforeEach, expect, test } from "vitest";
import { type BroughtOrder, type Exposed, expose, makeExperiment, sellToVisitors } from "../../tests/exposed-visitors.ts";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { inShop } from "../database/pool.server.ts";
import { addModel } from "../value/fit/value-models.server.ts";
import { seededRandom } from "../value/models/seeded-random.ts";
import { experimentById } from "./experiment-rows.server.ts";
import type { Look } from "./look.ts";
import { computeLook } from "./read-look.server.ts";
import { welch } from "./welch.ts";

ownDatabase();
let shopId: number;

beforeEach(async () => {
  shopId = await insertShop();
});

const NOW = new Date("2026-04-01T12:00:00Z");

async function look(id: number, now = NOW): Promise<Look> {
  return inShop(shopId, async (db) => {
    const found = await experimentById(db, id);
    if (!found) throw new Error("no experiment");
    return computeLook(db, found, now);
  });
}

const armOf = (of: Look, key: string) => {
  const arm = of.arms.find((one) => one.key === key);
  if (!arm) throw new Error(key);
  return arm;
};

test("profit of a visitor is what its orders since the exposure earned, net of refunds, cost and fees", async () => {
  await inShop(shopId, (db) => db.run("update shops set payment_fee_bp = 200, payment_fee_fixed = 30 where id = $1", [shopId]));
  const id = await makeExperiment(shopId);
  await expose(shopId, id, [
    { visitor: "a", arm: "control" },
    { visitor: "b", arm: "control" },
    { visitor: "c", arm: "treatment" },
    { visitor: "d", arm: "treatment" },
    { visitor: "unseen", arm: "treatment", seen: false },
  ]);
  await sellToVisitors(shopId, [
    { id: 1, at: "2026-03-03T00:00:00Z", subtotal: 1000, cost: 400, visitor: "a" },
    // before the exposure, a test, cancelled, nobody's, and one whose place was never in view
    { id: 2, at: "2026-03-01T00:00:00Z", subtotal: 9000, visitor: "a" },
    { id: 3, at: "2026-03-03T00:00:00Z", subtotal: 9000, visitor: "a", test: true },
    { id: 4, at: "2026-03-03T00:00:00Z", subtotal: 9000, visitor: "a", cancelled: true },
    { id: 5, at: "2026-03-03T00:00:00Z", subtotal: 9000 },
    { id: 6, at: "2026-03-03T00:00:00Z", subtotal: 9000, visitor: "unseen" },
    { id: 7, at: "2026-03-03T00:00:00Z", subtotal: 2000, cost: 500, refunded: 1000, visitor: "c" },
    { id: 8, at: "2026-03-04T00:00:00Z", subtotal: 500, cost: 100, visitor: "c" },
  ]);
  const read = await look(id);
  // 1000 - 400 - (2 % of 1000 + 30) = 550
  expect(armOf(read, "control")).toMatchObject({ units: 2, conversions: 1, orders: 1, revenue: 1000, refunded: 0, profit: 550 });
  // 2000 - 1000 - 500 - (20 + 30) = 450; 500 - 100 - (10 + 30) = 360
  expect(armOf(read, "treatment")).toMatchObject({ units: 2, conversions: 1, orders: 2, revenue: 2500, refunded: 1000, profit: 810 });
  expect(armOf(read, "treatment").metric).toEqual({ type: "SampleMean", n: 2, sum: 810, sum_squares: 810 ** 2 });
  expect(read).toMatchObject({ units: 4, cap: 810, sampleRatio: { mismatch: false, tooFew: true } });
  expect(read.effects[0]).toMatchObject({
    verdict: { kind: "not_enough_data", conversions: 1, needed: 50 },
    incremental: null,
    total: null,
  });
});

test("later orders of the same customer count wherever they were placed, and for one visitor only", async () => {
  const id = await makeExperiment(shopId);
  await expose(shopId, id, [
    { visitor: "phone", arm: "treatment" },
    { visitor: "laptop", arm: "control" },
    { visitor: "other", arm: "control" },
  ]);
  await sellToVisitors(shopId, [
    { id: 1, at: "2026-03-03T00:00:00Z", subtotal: 100, visitor: "phone", customer: 7 },
    // no cart told, after the first order that did: the phone's; before it: nobody's
    { id: 2, at: "2026-03-05T00:00:00Z", subtotal: 10, customer: 7 },
    { id: 3, at: "2026-03-02T12:00:00Z", subtotal: 1, customer: 7 },
    // another visitor of the experiment brought it: that one's alone
    { id: 4, at: "2026-03-06T00:00:00Z", subtotal: 1000, visitor: "laptop", customer: 7 },
  ]);
  const read = await look(id);
  expect(armOf(read, "treatment")).toMatchObject({ units: 1, orders: 2, profit: 110 });
  expect(armOf(read, "control")).toMatchObject({ units: 2, orders: 1, profit: 1000 });
});

test("of a customer known at the exposure what is bought elsewhere counts in every arm, bought here or not; of one the shop had and this browser only came to tell, in none", async () => {
  const id = await makeExperiment(shopId);
  await expose(shopId, id, [
    { visitor: "known", arm: "control", customer: 1 },
    { visitor: "told", arm: "treatment" },
    { visitor: "won", arm: "treatment" },
  ]);
  await sellToVisitors(shopId, [
    { id: 1, at: "2026-02-01T00:00:00Z", subtotal: 5, customer: 1 },
    // never through this browser
    { id: 2, at: "2026-03-05T00:00:00Z", subtotal: 10, customer: 1 },
    { id: 3, at: "2026-02-01T00:00:00Z", subtotal: 5, customer: 2 },
    { id: 4, at: "2026-03-03T00:00:00Z", subtotal: 100, visitor: "told", customer: 2 },
    { id: 5, at: "2026-03-05T00:00:00Z", subtotal: 1000, customer: 2 },
    { id: 6, at: "2026-03-03T00:00:00Z", subtotal: 100, visitor: "won", customer: 3 },
    { id: 7, at: "2026-03-05T00:00:00Z", subtotal: 1, customer: 3 },
  ]);
  const read = await look(id);
  expect(armOf(read, "control")).toMatchObject({ units: 1, conversions: 1, orders: 1, profit: 10 });
  expect(armOf(read, "treatment")).toMatchObject({ units: 2, conversions: 2, orders: 3, profit: 201 });
});

test("after the end orders count for the verdict for another 30 days, for the long run until it is over", async () => {
  const id = await makeExperiment(shopId, { endedAt: "2026-03-10T00:00:00Z" });
  await expose(shopId, id, [{ visitor: "a", arm: "control" }]);
  await sellToVisitors(shopId, [
    { id: 1, at: "2026-04-08T00:00:00Z", subtotal: 1, visitor: "a" },
    { id: 2, at: "2026-04-10T00:00:00Z", subtotal: 10, visitor: "a" },
    { id: 3, at: "2026-08-20T00:00:00Z", subtotal: 100, visitor: "a" },
    { id: 4, at: "2026-09-07T00:00:00Z", subtotal: 1000, visitor: "a" },
  ]);
  expect(armOf(await look(id, new Date("2026-06-01T00:00:00Z")), "control")).toMatchObject({ orders: 1, profit: 1 });
  const late = await look(id, new Date("2026-09-05T00:00:00Z"));
  expect(armOf(late, "control")).toMatchObject({ orders: 1, profit: 1 });
  expect(late.readouts.map(({ days, arms: [arm] }) => [days, arm?.realised, arm?.after])).toEqual([
    [30, 0, 111],
    [90, 11, 100],
    [180, 111, 0],
  ]);
  // the day after the 180th the last order is no longer looked at
  expect((await look(id, new Date("2026-10-01T00:00:00Z"))).readouts[0]?.arms[0]?.after).toBe(111);
});

test("one wholesale order is capped at the 99th percentile of those who bought, over all arms; a loss is not", async () => {
  const id = await makeExperiment(shopId);
  const units = Array.from({ length: 200 }, (_, at): Exposed => ({ visitor: `v${at}`, arm: at % 2 === 0 ? "control" : "treatment" }));
  await expose(shopId, id, units);
  await sellToVisitors(
    shopId,
    Array.from({ length: 100 }, (_, at) => ({
      id: at + 1,
      at: "2026-03-03T00:00:00Z",
      subtotal: at === 1 ? 1_000_000 : at + 1,
      cost: at === 0 ? 5_000 : 0,
      visitor: `v${at}`,
    })),
  );
  const read = await look(id);
  // sorted: -4999, 3, 4 ... 100, 1,000,000: the 99th of 100
  expect(read.cap).toBe(100);
  expect(armOf(read, "treatment").profit).toBe(1_000_000 + everySecond(4, 100));
  expect(armOf(read, "treatment").metric).toMatchObject({ n: 100, sum: 100 + everySecond(4, 100) });
  expect(armOf(read, "control").metric).toMatchObject({ n: 100, sum: -4999 + everySecond(3, 99) });
});

function everySecond(from: number, to: number): number {
  let sum = 0;
  for (let value = from; value <= to; value += 2) sum += value;
  return sum;
}

test("a season that meets a change of weights is no effect: plans are compared within themselves", async () => {
  const id = await makeExperiment(shopId, {
    plans: [
      [0.5, 0.5],
      [0.1, 0.9],
    ],
  });
  // under the first plan everybody spends 100 or 300, under the second 1000 or 3000, whatever the arm
  const units: (Exposed & { spent: number })[] = [];
  const add = (plan: number, arm: Exposed["arm"], count: number) => {
    for (let at = 0; at < count; at++)
      units.push({ visitor: `${plan}${arm}${at}`, arm, plan, spent: (at % 2 === 0 ? 100 : 300) * (plan === 0 ? 1 : 10) });
  };
  add(0, "control", 100);
  add(0, "treatment", 100);
  add(1, "control", 20);
  add(1, "treatment", 180);
  await expose(shopId, id, units);
  await sellToVisitors(
    shopId,
    units.map(({ visitor, spent }, at) => ({ id: at + 1, at: "2026-03-03T00:00:00Z", subtotal: spent, visitor })),
  );
  const read = await look(id);
  expect(read.sampleRatio).toEqual({ pValue: 1, mismatch: false, tooFew: false });
  // mean of each arm: half of 200, half of 2000
  for (const key of ["control", "treatment"]) {
    const { metric } = armOf(read, key);
    expect(metric.sum / metric.n).toBeCloseTo(1100, 6);
  }
  expect(read.effects[0]?.incremental?.expected).toBeCloseTo(0, 6);
  // plain means would say 200 x 100 + 2000 x 20 over 120 against 200 x 100 + 2000 x 180 over 280: a gain of 857
  const { profit, units: n } = armOf(read, "treatment");
  expect(profit / n - armOf(read, "control").profit / 120).toBeCloseTo(857.1, 1);
});

test("what earlier purchases of known customers tell is taken out, where it explains something", async () => {
  const id = await makeExperiment(shopId, { plannedUnits: 1200 });
  const random = seededRandom(5);
  const units: Exposed[] = [];
  const orders: BroughtOrder[] = [];
  for (let at = 0; at < 1200; at++) {
    const visitor = `v${at}`;
    const customer = at % 3 === 0 ? undefined : at + 1;
    const arm = at % 2 === 0 ? "control" : "treatment";
    const taste = 1000 + 4000 * random();
    units.push({ visitor, arm, ...(customer === undefined ? {} : { customer }) });
    if (customer !== undefined) orders.push({ id: orders.length + 1, at: "2026-02-01T00:00:00Z", subtotal: Math.round(taste), customer });
    const spent = customer === undefined ? 500 : taste;
    orders.push({ id: orders.length + 1, at: "2026-03-03T00:00:00Z", subtotal: Math.round(spent + 300 * random()), visitor });
  }
  await expose(shopId, id, units);
  await sellToVisitors(shopId, orders);
  const read = await look(id);
  const effect = read.effects[0];
  expect(effect?.varianceExplained).toBeGreaterThan(0.9);
  const [low, high] = effect?.fixed?.ci ?? [0, 0];
  const plain = welch(armOf(read, "control").metric, armOf(read, "treatment").metric, { difference: "absolute", alpha: 0.05 });
  if (plain.kind !== "result") throw new Error("no result");
  expect(high - low).toBeLessThan((plain.ci[1] - plain.ci[0]) / 3);
  expect(low < 0 && high > 0).toBe(true);
});

test("a readout adds what came after its days and what is expected of customers known at the exposure and of those won since, of nobody else", async () => {
  const id = await makeExperiment(shopId);
  await expose(shopId, id, [
    { visitor: "known", arm: "control", customer: 1, at: "2026-03-01T00:00:00Z" },
    { visitor: "won", arm: "treatment", at: "2026-03-01T00:00:00Z" },
    { visitor: "recognised", arm: "treatment", at: "2026-03-01T00:00:00Z" },
    { visitor: "late", arm: "treatment", at: "2026-03-20T00:00:00Z" },
  ]);
  await sellToVisitors(shopId, [
    { id: 1, at: "2026-03-03T00:00:00Z", subtotal: 100, visitor: "won", customer: 2 },
    { id: 2, at: "2026-02-03T00:00:00Z", subtotal: 100, customer: 3 },
    { id: 3, at: "2026-03-03T00:00:00Z", subtotal: 50, visitor: "recognised", customer: 3 },
    // after 30 days
    { id: 4, at: "2026-03-31T12:00:00Z", subtotal: 7, visitor: "won", customer: 2 },
    { id: 5, at: "2026-03-21T00:00:00Z", subtotal: 9, visitor: "late", customer: 4 },
  ]);
  await inShop(shopId, async (db) => {
    await db.run(
      `insert into customer_scores (shop_id, customer_id, p_alive, expected_orders, expected_spend, clv, priority)
       select $1, id, 1, 1, 1, id * 1000, 0 from generate_series(1, 4) id`,
      [shopId],
    );
    await addModel(db, {
      fittedAt: NOW,
      fitMs: 1,
      fitted: { model: { name: "bg", params: { r: 1, alpha: 1, a: 1, b: 1 } }, gammaGamma: null, doubtRoot: null, pastError: null },
      repeatOrders: 0,
      forecast: { perNet: { profit: 0.5, net: 1, gross: 1 } } as never,
      detail: {} as never,
    });
  });
  const [month, quarter] = (await look(id)).readouts;
  expect(month).toMatchObject({
    days: 30,
    arms: [
      { key: "control", units: 1, realised: 0, after: 500 },
      { key: "treatment", units: 2, realised: 150, after: 1007 },
    ],
    effects: [],
  });
  expect(quarter).toMatchObject({ days: 90, arms: [{ units: 0 }, { units: 0 }] });
});
