import { beforeEach, expect, test } from "vitest";
import { insertDecision, insertLadder, insertOrder, type SoldLine } from "../../tests/ledger-orders.ts";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { inShop } from "../database/pool.server.ts";
import type { Look } from "../experiments/look.ts";
import type { Verdict } from "../experiments/verdict.ts";
import { rebuildValues } from "../value/rebuild-values.server.ts";
import { valueOverview } from "../value/value-overview.server.ts";
import { attributeOrders } from "./attribute-orders.server.ts";
import { headline } from "./incremental.server.ts";
import { ladderReport } from "./ladder-report.server.ts";
import { offerReport } from "./offer-report.server.ts";
import { offersReport } from "./offers-report.server.ts";
import { paybackReport } from "./payback-report.server.ts";

const ALWAYS = { from: null, to: null };
const other: SoldLine = { productId: 30, variantId: 301, unitPrice: 500, unitCost: 100 };

ownDatabase();
let shopId: number;

/**
 * Fees: 2 % and 30 an order. By hand, in minor units:
 * - 1 Mar, customer 1: tripwire 1,000 - 900 (cost 600) and 500 (cost 100). Fees 42, of them 2 + 30/6 = 7 the tripwire's. Profit -507 and 365.
 * - 2 Mar, guest: tripwire alone, 100 - 600 - 32 = -532.
 * - 5 Mar, customer 2: two maximizers at 1,800 (cost 800), ordered on the phone; one comes back. 1,800 - 800 - 66 = 934.
 * - 6 Mar, customer 3: maximizer, cancelled.
 * - 11 Mar, customer 1: maximizer at 1,800 and 500. Fees 76, of them 36 + 30 x 18/23 = 59 the maximizer's. Profit 941 and 383.
 * - 1 Apr, customer 2: 500 - 100 - 40 = 360.
 */
beforeEach(async () => {
  shopId = await insertShop();
  await insertLadder(shopId);
  await inShop(shopId, (db) => db.run("update shops set payment_fee_bp = 200, payment_fee_fixed = 30 where id = $1", [shopId]));
  const shown = ["impression", "accept"];
  const decide = (offerId: number, variantId: number, visitor: string, day: string, placement: string) =>
    insertDecision(shopId, { offerId, variantId, visitor, placement, at: `2026-03-${day}T10:00:00Z`, events: shown });
  const cheap = { productId: 10, variantId: 101, unitPrice: 1_000, discount: 900, unitCost: 600, offerId: 1 };
  const more = { productId: 20, variantId: 201, unitPrice: 2_000, unitCost: 800, offerId: 2 };
  const one = await decide(1, 101, "v1", "01", "product");
  await insertOrder(shopId, 1, [{ ...cheap, decisionId: one }, other], { at: "2026-03-01T11:00:00Z", customerId: 1 });
  const guest = await decide(1, 101, "v2", "02", "product");
  await insertOrder(shopId, 2, [{ ...cheap, decisionId: guest }], { at: "2026-03-02T11:00:00Z" });
  const two = { ...more, quantity: 2, discount: 400, decisionId: await decide(2, 201, "v3", "05", "cart") };
  const phone = { at: "2026-03-05T11:00:00Z", customerId: 2, source: "pos" };
  await insertOrder(shopId, 3, [two], phone);
  const cancelled = { ...more, discount: 200, decisionId: await decide(2, 201, "v4", "06", "cart") };
  await insertOrder(shopId, 4, [cancelled], { at: "2026-03-06T11:00:00Z", customerId: 3 });
  const late = { ...more, discount: 200, decisionId: await decide(2, 201, "v1", "11", "product") };
  await insertOrder(shopId, 5, [late, other], { at: "2026-03-11T11:00:00Z", customerId: 1 });
  await insertOrder(shopId, 6, [other], { at: "2026-04-01T11:00:00Z", customerId: 2 });
  await insertDecision(shopId, { offerId: 2, variantId: 201, visitor: "v9", at: "2026-03-05", ghost: true, events: ["impression"] });
  await attributeOrders(shopId, ["1", "2", "3", "4", "5", "6"]);
  // What came after: one unit back, one order cancelled.
  await insertOrder(shopId, 3, [{ ...two, current: 1 }], { ...phone, refunded: 1_800 });
  await insertOrder(shopId, 4, [cancelled], { at: "2026-03-06T11:00:00Z", customerId: 3, cancelled: true });
  await attributeOrders(shopId, ["3", "4"]);
  await rebuildValues(shopId);
});

test("the ladder's stages hold every order's profit once, refunds and cancellations taken off", async () => {
  const { rows, total } = await ladderReport(shopId, ALWAYS);
  const nothing = { refunded: 0, discount: 0 };
  expect(rows).toEqual([
    { stage: "tripwire", orders: 2, sold: 200, refunded: 0, cost: 1_200, fees: 39, profit: -1_039, discount: 1_800 },
    { stage: "core", orders: 1, sold: 500, cost: 100, fees: 35, profit: 365, ...nothing },
    { stage: "profit_maximizer", orders: 2, sold: 5_400, refunded: 1_800, cost: 1_600, fees: 125, profit: 1_875, discount: 400 },
    { stage: "return", orders: 2, sold: 1_000, cost: 200, fees: 57, profit: 743, ...nothing },
  ]);
  expect(total.profit).toBe(1_944);
  expect(rows.reduce((sum, row) => sum + row.profit, 0)).toBe(total.profit);
  const { period } = await valueOverview(shopId, {});
  expect(period.total.profit).toBe(total.profit);
});

test("what is bought again on the first day is no return", async () => {
  await insertOrder(shopId, 7, [other], { at: "2026-04-02T03:00:00Z", customerId: 7 });
  await insertOrder(shopId, 8, [other], { at: "2026-04-02T04:00:00Z", customerId: 7 });
  await rebuildValues(shopId);
  const { rows } = await ladderReport(shopId, { from: "2026-04-02T00:00:00Z", to: "2026-04-03T00:00:00Z" });
  expect(rows.map(({ stage, orders }) => [stage, orders])).toEqual([
    ["tripwire", 0],
    ["core", 2],
    ["profit_maximizer", 0],
    ["return", 0],
  ]);
});

test("a period takes its own orders, and later orders stay later ones", async () => {
  const { rows, total } = await ladderReport(shopId, { from: "2026-03-10T00:00:00Z", to: "2026-03-31T00:00:00Z" });
  expect(rows.map(({ stage, profit }) => [stage, profit])).toEqual([
    ["tripwire", 0],
    ["core", 0],
    ["profit_maximizer", 941],
    ["return", 383],
  ]);
  expect(total.profit).toBe(1_324);
});

test("what a deleted offer earned keeps a place of its own", async () => {
  await inShop(shopId, (db) => db.run("delete from offers where shop_id = $1 and id = 2", [shopId]));
  const { rows, total } = await ladderReport(shopId, ALWAYS);
  expect(rows.find(({ stage }) => stage === "deleted")?.profit).toBe(1_875);
  expect(rows.reduce((sum, row) => sum + row.profit, 0)).toBe(total.profit);
  expect((await offersReport(shopId, ALWAYS)).offers.find(({ offerId }) => offerId === 2)).toMatchObject({ name: null, stage: "deleted" });
});

test("customers won by a tripwire pay it back on the day their profit makes up for it", async () => {
  const report = await paybackReport(shopId, new Date("2026-03-21T12:00:00Z"));
  expect(report).toMatchObject({ guestOrders: 1, cohorts: [{ month: "2026-03", customers: 1, paidBackOn: 10 }] });
  expect(report.all).toMatchObject({ tripwire: -507, maximizer: 941, core: 365, later: 383, paidBackOn: 10 });
  expect(report.all?.curve).toEqual([...Array(10).fill(-142), ...Array(11).fill(1_182)]);
  const early = await paybackReport(shopId, new Date("2026-03-08T12:00:00Z"));
  expect(early.cohorts[0]?.paidBackOn).toBeNull();
});

test("an offer's report counts by day and source what was shown and earned; the held-out are not among the shown", async () => {
  const report = await offerReport(shopId, 2, ALWAYS);
  expect(report?.shown).toEqual({ decisions: 3, visitors: 3, impressions: 3, added: 3, withheld: 1 });
  expect(report?.earned).toEqual({
    orders: 2,
    sold: 5_400,
    refunded: 1_800,
    revenue: 3_600,
    discount: 400,
    cost: 1_600,
    fees: 125,
    profit: 1_875,
    invested: 400,
  });
  expect(report?.days.map(({ day, shown, earned }) => [day, shown.impressions, earned.profit])).toEqual([
    ["2026-03-05", 1, 934],
    ["2026-03-06", 1, 0],
    ["2026-03-07", 0, 0],
    ["2026-03-08", 0, 0],
    ["2026-03-09", 0, 0],
    ["2026-03-10", 0, 0],
    ["2026-03-11", 1, 941],
  ]);
  expect(report?.sources.map(({ kind, key, earned }) => [kind, key, earned.profit])).toEqual([
    ["placement", "product", 941],
    ["placement", "cart", 934],
    ["buyer", "returning", 941],
    ["buyer", "new", 934],
    ["source", "web", 941],
    ["source", "pos", 934],
  ]);
  expect(report?.attributedRoi).toMatchObject({ kind: "known", roi: 1_875 / 400 });
  expect(report?.incremental).toMatchObject({ kind: "unknown", reason: "no_experiment" });
  expect(report?.roi).toEqual({ kind: "unknown", reason: "not_measured" });
  expect(await offerReport(shopId, 77, ALWAYS)).toBeNull();
});

test("another shop's offers and orders are not seen", async () => {
  const foreign = await insertShop();
  expect(await offerReport(foreign, 2, ALWAYS)).toBeNull();
  expect((await offersReport(foreign, ALWAYS)).offers).toEqual([]);
  expect((await ladderReport(foreign, ALWAYS)).total.profit).toBe(0);
});

const arm = (key: string, units: number) => ({
  key,
  units,
  conversions: 60,
  orders: 60,
  revenue: 0,
  refunded: 0,
  profit: 0,
  metric: { type: "SampleMean" as const, n: units, sum: 0, sum_squares: 0 },
});
const look = (verdict: Verdict, total: { expected: number; ci: [number, number] } | null): Look => ({
  units: 1_000,
  cap: null,
  atPlannedEnd: false,
  arms: [arm("control", 100), arm("treatment", 900)],
  effects: [
    { arm: "treatment", verdict, incremental: null, total, fixed: null, chanceToWin: null, varianceExplained: null, guardrails: [] },
  ],
  sampleRatio: { pValue: 0.5, mismatch: false, tooFew: false },
  readouts: [],
});

async function experiment(id: number, offerId: number | null, looks: Record<string, Look>): Promise<void> {
  await inShop(shopId, async (db) => {
    await db.run(
      `insert into experiments (shop_id, id, kind, offer_id, name, status, seed, arms, plans, started_at) values ($1, $2, $3, $4, '', 'running', 's', '[]', '[]', '2026-03-01')`,
      [shopId, id, offerId === null ? "global_holdout" : "offer_holdout", offerId],
    );
    await db.run(
      "insert into experiment_looks (shop_id, experiment_id, day, computed_at, result) select $1, $2, day::date, day::date + 1, look from jsonb_each($3::jsonb) l (day, look)",
      [shopId, id, JSON.stringify(looks)],
    );
  });
}
const expose = (id: number, visitor: string, armKey: string, seen = true, at = "2026-03-01") =>
  inShop(shopId, (db) =>
    db.run(
      `insert into exposures (shop_id, experiment_id, visitor, arm, plan, decision_id, exposed_at, seen_at)
       select $1, $2, $3, $4, 0, id, $6::timestamptz, case when $5 then $6::timestamptz end from decisions where shop_id = $1 limit 1`,
      [shopId, id, visitor, armKey, seen, at],
    ),
  );
const earns: Verdict = { kind: "earns", expected: 1, ci: [0.5, 1.5], pValue: 0.01 };

test("incremental profit is the latest look's, and its return is over that look's own visitors", async () => {
  await experiment(1, 2, {
    "2026-03-10": look(earns, { expected: 1, ci: [0, 2] }),
    "2026-03-20": look(earns, { expected: 1_000, ci: [400, 1_600] }),
  });
  await expose(1, "v1", "treatment");
  await expose(1, "v3", "treatment", false);
  const report = await offerReport(shopId, 2, ALWAYS);
  expect(report?.incremental).toEqual({
    kind: "known",
    experimentId: 1,
    verdict: "earns",
    expected: 1_000,
    low: 400,
    high: 1_600,
    visitors: 900,
    heldOut: 100,
    since: "2026-03-01T00:00:00.000Z",
    asOf: "2026-03-21T00:00:00.000Z",
    invested: 200,
  });
  expect(report?.roi).toEqual({ kind: "known", returned: 1_200, invested: 200, roi: 5, range: { low: 2, high: 8 } });
  // Attributed stays what it was.
  expect(report?.earned.profit).toBe(1_875);
  const { stages, total } = await offersReport(shopId, ALWAYS);
  expect(total.earned.profit).toBe(836);
  expect(stages).toMatchObject([
    { stage: "profit_maximizer", earned: { profit: 1_875 }, incremental: { expected: 1_000, low: 400, high: 1_600, offers: 1 } },
    { stage: "tripwire", earned: { profit: -1_039 }, incremental: null, roi: { reason: "not_measured" } },
  ]);
});

test("an order in the second of the exposure counts as invested: Shopify tells the time of an order without its fraction", async () => {
  await experiment(1, 2, { "2026-03-20": look(earns, { expected: 1_000, ci: [400, 1_600] }) });
  // Decided, seen and ordered at 11:00:00.4; the order says 11:00:00.
  await expose(1, "v1", "treatment", true, "2026-03-11T11:00:00.400Z");
  expect((await offerReport(shopId, 2, ALWAYS))?.incremental).toMatchObject({ kind: "known", invested: 200 });
});

test("while a holdout can say nothing, the reason stands in the figure's place", async () => {
  await experiment(1, 2, { "2026-03-10": look({ kind: "not_enough_data", conversions: 12, needed: 50 }, null) });
  await experiment(2, 1, {});
  await experiment(3, null, { "2026-03-10": look({ kind: "sample_ratio_mismatch", pValue: 0.0001 }, { expected: 5, ci: [1, 9] }) });
  expect((await offerReport(shopId, 2, ALWAYS))?.incremental).toMatchObject({ reason: "not_enough_data", conversions: 12, needed: 50 });
  expect((await offerReport(shopId, 1, ALWAYS))?.incremental).toMatchObject({ reason: "not_read", experimentId: 2 });
  expect(await headline(shopId)).toMatchObject({ incremental: { reason: "sample_ratio_mismatch" }, roi: { reason: "not_measured" } });
});

test("what is too little says whether more will come: not while nobody is held out, the offer is not live, or the holdout is over", async () => {
  const few = { "2026-03-10": look({ kind: "not_enough_data", conversions: 12, needed: 50 }, null) };
  const set = (id: number, columns: string) =>
    inShop(shopId, (db) => db.run(`update experiments set ${columns} where shop_id = $1 and id = $2`, [shopId, id]));
  const offer = async () => (await offerReport(shopId, 2, ALWAYS))?.incremental;
  const live = (status: string) => inShop(shopId, (db) => db.run("update offers set status = $2 where shop_id = $1", [shopId, status]));
  await live("live");
  await experiment(1, 2, few);
  await experiment(3, null, few);
  expect(await offer()).toMatchObject({ reason: "not_enough_data", filling: "fills" });
  await set(3, `plans = '[{"from": "2026-03-01", "weights": [0.05, 0.95]}, {"from": "2026-03-09", "weights": [0, 1]}]'`);
  expect(await headline(shopId)).toMatchObject({ incremental: { experimentId: 3, filling: "nobody_held_out" } });
  await live("paused");
  expect(await offer()).toMatchObject({ filling: "not_live" });
  await set(1, "status = 'done', ended_at = '2026-03-11'");
  expect(await offer()).toMatchObject({ experimentId: 1, conversions: 12, filling: "ended" });
  // the offer was changed: what ended with too little gives way to what measures it now
  await experiment(4, 2, {});
  expect(await offer()).toMatchObject({ experimentId: 4, reason: "not_read" });
});

test("all offers together are judged by the global holdout, with what was invested in all of them", async () => {
  await experiment(1, null, { "2026-03-20": look({ ...earns, kind: "undecided" }, { expected: 300, ci: [-100, 700] }) });
  await expose(1, "v1", "treatment");
  await expose(1, "v2", "control");
  expect(await headline(shopId)).toMatchObject({
    currency: "GBP",
    incremental: { kind: "known", verdict: "undecided", expected: 300, low: -100, high: 700, invested: 1_100 },
    roi: { kind: "known", roi: 300 / 1_100 },
  });
});
