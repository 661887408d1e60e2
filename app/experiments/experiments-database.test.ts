import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  type BroughtOrder,
  type Exposed,
  expose,
  type MadeExperiment,
  makeExperiment,
  sellToVisitors,
} from "../../tests/exposed-visitors.ts";
import { insertDecision } from "../../tests/ledger-orders.ts";
import { madeOrders, sellOrders } from "../../tests/sold-orders.ts";
import { analyzeTables, createTestDatabase, insertShop } from "../../tests/test-database.ts";
import { inShop } from "../database/pool.server.ts";
import { ensureHoldouts } from "../funnel/holdouts.server.ts";
import { offerSettings, saveOfferSettings } from "../funnel/offer-settings.server.ts";
import { drawNormal, seededRandom } from "../value/models/seeded-random.ts";
import { archiveExperiment, createAbTest, restoreExperiment, startAbTest, stopAbTest } from "./ab-tests.server.ts";
import { getExperiment, listExperiments } from "./experiments.server.ts";
import { setHoldoutShare } from "./holdout-share.server.ts";
import { lookAtExperiments } from "./look-at-experiments.server.ts";
import { powerPlan } from "./power-plan.server.ts";
import { endProof, startProof } from "./proof.server.ts";
import { takeVariant } from "./take-variant.server.ts";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let shopId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  shopId = await insertShop();
  await inShop(shopId, (db) =>
    db.run(
      `insert into offers (shop_id, id, name, stage, status, headline, body, discount_kind, discount_value, trigger)
       values ($1, 1, 'Socks', 'profit_maximizer', 'live', 'Add socks', 'Warm', 'percentage', 2000, '{"kind":"any"}'),
              ($1, 2, 'Hat', 'profit_maximizer', 'draft', 'Add a hat', '', 'amount', 500, '{"kind":"any"}')`,
      [shopId],
    ),
  );
});

const NOW = new Date("2026-03-29T12:00:00Z");

interface Made {
  readonly visitors?: number;
  readonly controlShare?: number;
  readonly conversion?: readonly [number, number];
  /** times profit in the treatment arm */
  readonly lift?: number;
  readonly seed?: number;
  readonly made?: MadeExperiment;
}

async function trial({ made = {}, ...given }: Made = {}): Promise<number> {
  const id = await makeExperiment(shopId, made);
  await fill(id, given);
  return id;
}

/** Visitors of four weeks from 2 March on, in both arms, who buy within an hour or not at all. */
async function fill(
  id: number,
  { visitors = 8000, controlShare = 0.5, conversion = [0.3, 0.3], lift = 1, seed = 1 }: Omit<Made, "made"> = {},
): Promise<void> {
  const random = seededRandom(seed);
  const units: Exposed[] = [];
  const orders: BroughtOrder[] = [];
  const start = Date.parse("2026-03-02T00:00:00Z");
  for (let at = 0; at < visitors; at++) {
    const treated = random() >= controlShare;
    const moment = start + (at / visitors) * 27 * 86_400_000;
    units.push({ visitor: `v${seed}-${at}`, arm: treated ? "treatment" : "control", at: new Date(moment).toISOString() });
    if (random() >= conversion[treated ? 1 : 0]) continue;
    const subtotal = Math.round(2000 * Math.exp(0.5 * drawNormal(random)) * (treated ? lift : 1));
    orders.push({ id: seed * 100_000 + at, at: new Date(moment + 3_600_000).toISOString(), subtotal, visitor: `v${seed}-${at}` });
  }
  await expose(shopId, id, units);
  await sellToVisitors(shopId, orders);
  await analyzeTables(database.url);
}

const latest = async (id: number) => {
  const detail = await getExperiment(shopId, id);
  if (!detail) throw new Error("no experiment");
  return detail;
};

test("an offer that changes nothing is never called a winner, however often it is looked at", async () => {
  const id = await trial({ controlShare: 0.1, made: { plans: [[0.1, 0.9]] } });
  for (let day = 4; day < 29; day += 4) await lookAtExperiments(shopId, new Date(Date.UTC(2026, 2, day, 12)));
  const detail = await latest(id);
  expect(detail.looks).toHaveLength(7);
  for (const { effects } of detail.looks) expect(["not_enough_data", "undecided"]).toContain(effects[0]?.verdict.kind);
  expect(detail.looks.map(({ units }) => units)).toEqual(detail.looks.map(({ units }) => units).toSorted((a, b) => a - b));
  expect((await listExperiments(shopId))[0]).toMatchObject({ id, offerName: "Socks", look: { units: detail.looks.at(-1)?.units } });
});

test("a true effect is found, with what the offer earned in all; today's look is written over", async () => {
  const id = await trial({ lift: 1.3 });
  await lookAtExperiments(shopId, new Date(NOW.getTime() - 3_600_000));
  expect(await lookAtExperiments(shopId, NOW)).toEqual([{ id, action: null }]);
  const { looks, look, computedAt } = await latest(id);
  expect(looks).toHaveLength(1);
  expect(computedAt).toBe(NOW.toISOString());
  const effect = look?.effects[0];
  expect(effect?.verdict.kind).toBe("earns");
  // 0.3 x 2000 x e^0.125 x 0.3
  const truth = 204;
  const [low, high] = effect?.incremental?.ci ?? [0, 0];
  expect(low).toBeGreaterThan(0);
  expect(low < truth && truth < high).toBe(true);
  const treated = look?.arms[1]?.units ?? 0;
  expect(effect?.total?.expected).toBeCloseTo((effect?.incremental?.expected ?? 0) * treated, 6);
  expect(effect?.chanceToWin).toBeGreaterThan(0.99);
  expect(effect?.fixed).toBeNull();
});

test("the narrower interval is that of the first look at the planned end, and there is no second", async () => {
  const id = await trial({ lift: 1.3, made: { plannedUnits: 5000, proof: true } });
  const before = new Date("2026-03-12T12:00:00Z");
  await lookAtExperiments(shopId, before);
  expect((await latest(id)).plannedReading).toBeNull();
  await lookAtExperiments(shopId, NOW);
  const first = (await latest(id)).plannedReading;
  expect(first).toMatchObject({ at: NOW.toISOString(), effects: [{ arm: "treatment" }] });
  const [low, high] = first?.effects[0]?.ci ?? [0, 0];
  const [lowest, highest] = (await latest(id)).look?.effects[0]?.incremental?.ci ?? [0, 0];
  expect(lowest < low && low > 0 && high < highest).toBe(true);
  await fill(id, { seed: 2, visitors: 2000, conversion: [0.3, 0.1] });
  const later = new Date(NOW.getTime() + 3_600_000);
  // also a second proof gives none: what the first said would have decided whether there is one
  await startProof(shopId, id, { liftBp: 1000, now: later });
  await lookAtExperiments(shopId, later);
  expect((await latest(id)).plannedReading).toEqual(first);
});

test("an experiment that has ended is read for the long run until 180 days after, once a day when its verdict stands", async () => {
  const id = await makeExperiment(shopId, { kind: "ab_test", endedAt: "2026-03-20T00:00:00Z" });
  const on = async (moment: string) => (await lookAtExperiments(shopId, new Date(moment))).map((one) => one.id);
  expect(await on("2026-04-10T12:00:00Z")).toEqual([id]);
  expect(await on("2026-04-10T13:00:00Z")).toEqual([id]);
  expect(await on("2026-09-15T12:00:00Z")).toEqual([id]);
  expect(await on("2026-09-15T13:00:00Z")).toEqual([]);
  expect(await on("2026-09-16T12:30:00Z")).toEqual([id]);
  expect(await on("2026-09-20T12:00:00Z")).toEqual([]);
});

test("groups that do not have their sizes are told of, and neither a verdict nor a pause rests on them", async () => {
  const id = await trial({ controlShare: 0.4, conversion: [0.3, 0.1] });
  expect(await lookAtExperiments(shopId, NOW)).toEqual([{ id, action: null }]);
  const { look, status } = await latest(id);
  expect(look?.sampleRatio.mismatch).toBe(true);
  expect(look?.effects[0]).toMatchObject({ verdict: { kind: "sample_ratio_mismatch" }, incremental: null });
  expect(status).toBe("running");
  expect(await offerStatus(1)).toEqual({ status: "live", paused_reason: null });
});

const offerStatus = (id: number) =>
  inShop(shopId, (db) => db.row("select status, paused_reason from offers where shop_id = $1 and id = $2", [shopId, id]));

test("an offer that keeps visitors from buying is paused with the reason, Shopify is told, and published again it is watched anew", async () => {
  const id = await trial({ conversion: [0.3, 0.2] });
  expect(await lookAtExperiments(shopId, NOW)).toEqual([{ id, action: "paused_offer" }]);
  expect(await offerStatus(1)).toEqual({ status: "paused", paused_reason: "guardrail_conversion" });
  expect(await latest(id)).toMatchObject({ status: "running", pausedReason: "guardrail_conversion" });
  const jobs = await inShop(shopId, (db) =>
    db.rows("select 1 from pgboss.job where name = 'offers.publish' and data->>'shopId' = $1", [String(shopId)]),
  );
  expect(jobs).toHaveLength(1);
  const publish = () =>
    inShop(shopId, async (db) => {
      await db.run("update offers set status = 'live', paused_reason = null where shop_id = $1 and id = 1", [shopId]);
      await ensureHoldouts(db, 1, NOW);
    });
  await publish();
  await publish();
  expect(await latest(id)).toMatchObject({ status: "done", endedAt: NOW.toISOString(), pausedReason: "guardrail_conversion" });
  const [, anew, ...more] = (await listExperiments(shopId)).filter(({ status }) => status === "running");
  expect(more).toEqual([]);
  expect(anew).toMatchObject({ kind: "offer_holdout", offerId: 1, pausedReason: null, plans: [{ weights: [0.5, 0.5] }] });
  const next = anew?.id as number;
  expect((await latest(next)).seed).not.toBe((await latest(id)).seed);
  // what the first one counted is not held against the offer as it is now; harm that it does now is
  await lookAtExperiments(shopId, NOW);
  expect(await offerStatus(1)).toMatchObject({ status: "live" });
  await fill(next, { seed: 2, conversion: [0.3, 0.2] });
  expect(await lookAtExperiments(shopId, NOW)).toContainEqual({ id: next, action: "paused_offer" });
  expect(await offerStatus(1)).toMatchObject({ status: "paused" });
  expect(await archiveExperiment(shopId, next)).toEqual({ kind: "refused", reason: "still_running" });
  expect(await archiveExperiment(shopId, id)).toEqual({ kind: "done" });
});

test("a variant that does harm ends its test and not the offer", async () => {
  const id = await trial({ conversion: [0.3, 0.2], made: { kind: "ab_test" } });
  expect(await lookAtExperiments(shopId, NOW)).toEqual([{ id, action: "stopped_test" }]);
  expect(await latest(id)).toMatchObject({ status: "done", pausedReason: "guardrail_conversion", endedAt: NOW.toISOString() });
  expect(await offerStatus(1)).toMatchObject({ status: "live" });
});

test("proof mode falls back to the shop's share at its planned end, and leaves everyone where they are", async () => {
  const id = await trial({ visitors: 200, made: { proof: true, plannedEnd: "2026-03-30T00:00:00Z" } });
  expect(await lookAtExperiments(shopId, NOW)).toEqual([{ id, action: null }]);
  const end = new Date("2026-03-30T01:00:00Z");
  expect(await lookAtExperiments(shopId, end)).toEqual([{ id, action: "ended_proof" }]);
  expect(await latest(id)).toMatchObject({
    proof: false,
    status: "running",
    plans: [{ weights: [0.5, 0.5] }, { from: end.toISOString(), weights: [0.1, 0.9] }],
  });
  const kept = await inShop(shopId, (db) =>
    db.row("select count(*)::int as n, max(plan) as plan from exposures where shop_id = $1", [shopId]),
  );
  expect(kept).toEqual({ n: 200, plan: 0 });
});

test("proof mode also ends when its planned visitors are there and a verdict is", async () => {
  const id = await trial({ visitors: 2000, made: { proof: true, plannedUnits: 1900 } });
  expect(await lookAtExperiments(shopId, NOW)).toEqual([{ id, action: "ended_proof" }]);
});

test("proof mode is planned from the merchant's own orders and goes half and half from then on", async () => {
  const id = await makeExperiment(shopId, { plans: [[0.1, 0.9]] });
  await sellOrders(shopId, madeOrders({ customers: 60, days: 200, until: "2026-03-28" }));
  const power = await powerPlan(shopId, 1, { now: NOW });
  expect(power).toMatchObject({ from: "orders", share: 0.1, conversion: { value: 0.03, assumed: true }, perDay: null });
  expect(await startProof(shopId, id, { liftBp: 700, now: NOW })).toEqual({ kind: "refused", reason: "unknown_lift" });
  const started = await startProof(shopId, id, { liftBp: 1000, now: NOW });
  const half = power?.lifts[1]?.half.units ?? 0;
  expect(started).toEqual({ kind: "started", plannedUnits: half, plannedEnd: "2026-04-26T12:00:00.000Z" });
  expect(power?.lifts[1]?.present?.units).toBeGreaterThan(half * 2);
  expect(await latest(id)).toMatchObject({ proof: true, plannedUnits: half, plans: [{ weights: [0.1, 0.9] }, { weights: [0.5, 0.5] }] });
  expect(await startProof(shopId, id, { liftBp: 1000 })).toEqual({ kind: "refused", reason: "already_proving" });
  expect(await endProof(shopId, id)).toEqual({ kind: "ended" });
  expect(await endProof(shopId, id)).toEqual({ kind: "refused", reason: "not_proving" });
});

test("a changed share is a further plan, and for the global holdout the shop's setting; not during a proof", async () => {
  const id = await makeExperiment(shopId, { kind: "global_holdout", offerId: null, plans: [[0.05, 0.95]] });
  expect(await setHoldoutShare(shopId, id, { shareBp: 200, now: NOW })).toEqual({ kind: "share_changed" });
  expect(await latest(id)).toMatchObject({ plans: [{ weights: [0.05, 0.95] }, { from: NOW.toISOString(), weights: [0.02, 0.98] }] });
  expect(await inShop(shopId, (db) => db.row("select global_holdout_bp as bp from shops where id = $1", [shopId]))).toEqual({ bp: 200 });
  for (const shareBp of [5_001, -1, Number.NaN])
    expect(await setHoldoutShare(shopId, id, { shareBp })).toEqual({ kind: "refused", reason: "share_range" });
  await startProof(shopId, id, { liftBp: 1000, now: NOW });
  expect(await setHoldoutShare(shopId, id, { shareBp: 100 })).toEqual({ kind: "refused", reason: "already_proving" });
  await endProof(shopId, id);
  expect((await latest(id)).plans.at(-1)?.weights).toEqual([0.02, 0.98]);
});

test("settings saved during a proof leave it as it is, and its end brings back the share from before", async () => {
  const id = await makeExperiment(shopId, { kind: "global_holdout", offerId: null, plans: [[0.05, 0.95]] });
  await startProof(shopId, id, { liftBp: 1000, now: NOW });
  const { rules, ...shares } = await offerSettings(shopId);
  expect(await saveOfferSettings(shopId, { ...shares, rules: { ...rules, restDays: 30 } }, NOW)).toEqual({ kind: "saved" });
  expect((await latest(id)).plans.map(({ weights }) => weights[0])).toEqual([0.05, 0.5]);
  const refused = await saveOfferSettings(shopId, { ...shares, globalHoldoutBp: 200, rules: { ...rules, restDays: 7 } }, NOW);
  expect(refused).toEqual({ kind: "invalid", errors: { globalHoldoutBp: "proof_running" } });
  expect((await offerSettings(shopId)).rules.restDays).toBe(30);
  expect(await endProof(shopId, id)).toEqual({ kind: "ended" });
  expect((await latest(id)).plans.map(({ weights }) => weights[0])).toEqual([0.05, 0.5, 0.05]);
});

test("traffic is who would be a unit: visitors whose place for the offer came into view", async () => {
  await sellOrders(shopId, madeOrders({ customers: 60, days: 200, until: "2026-03-28" }));
  const at = "2026-03-28T12:00:00Z";
  for (let visitor = 0; visitor < 40; visitor++)
    await insertDecision(shopId, { offerId: 1, variantId: 1, visitor: `v${visitor}`, at, events: visitor % 4 === 0 ? ["impression"] : [] });
  await inShop(shopId, (db) => db.run("update decisions set tracked = true where shop_id = $1", [shopId]));
  expect(await powerPlan(shopId, 1, { now: NOW })).toMatchObject({ from: "orders", perDay: 10 });
});

test("power rests on the visitors of the holdout as soon as they are enough", async () => {
  await trial({ controlShare: 0.5 });
  await lookAtExperiments(shopId, NOW);
  const power = await powerPlan(shopId, 1, { now: NOW });
  expect(power).toMatchObject({ from: "visitors", conversion: { assumed: false } });
  expect(power?.conversion.value).toBeCloseTo(0.3, 1);
  // CV^2 = e^0.25 / 0.3 - 1 = 3.28, (1.96 + 0.84)^2 x 3.28 x 4 / 0.01; winsorising takes a little of it
  expect(power?.lifts[1]?.half.units).toBeGreaterThan(9_000);
  expect(power?.lifts[1]?.half.units).toBeLessThan(10_800);
});

const variant = (change: { headline?: string; body?: string; discountBp?: number }, name = "Shorter") => ({
  name,
  change: { headline: change.headline ?? null, body: change.body ?? null, discountBp: change.discountBp ?? null },
});

test("an A/B test is drafted, started, stopped and put away; an offer has one at a time", async () => {
  const created = await createAbTest(shopId, {
    name: "Headline",
    offerId: 1,
    variants: [variant({ headline: "Socks?", discountBp: 1000 })],
  });
  if (created.kind !== "created") throw new Error(created.kind);
  const { id } = created;
  expect(await latest(id)).toMatchObject({
    status: "draft",
    startedAt: null,
    arms: [
      { key: "control", change: null },
      { key: "b", name: "Shorter", change: { headline: "Socks?", discountBp: 1000 } },
    ],
  });
  expect(await startAbTest(shopId, id, NOW)).toEqual({ kind: "done" });
  expect(await latest(id)).toMatchObject({ status: "running", startedAt: NOW.toISOString(), plans: [{ weights: [0.5, 0.5] }] });
  const second = await createAbTest(shopId, { name: "Again", offerId: 1, variants: [variant({ body: "" })] });
  if (second.kind !== "created") throw new Error(second.kind);
  expect(await startAbTest(shopId, second.id)).toEqual({ kind: "refused", reason: "test_running" });
  expect(await archiveExperiment(shopId, id)).toEqual({ kind: "refused", reason: "still_running" });
  expect(await stopAbTest(shopId, id, NOW)).toEqual({ kind: "done" });
  expect(await archiveExperiment(shopId, id)).toEqual({ kind: "done" });
  expect((await listExperiments(shopId)).map((one) => one.id)).toEqual([second.id]);
  expect(await startAbTest(shopId, second.id)).toEqual({ kind: "done" });
});

const drafted = async (offerId: number) => {
  const created = await createAbTest(shopId, { name: "Words", offerId, variants: [variant({ body: "Warmer" })] });
  if (created.kind !== "created") throw new Error(created.kind);
  return created.id;
};

test("a test of an offer that nobody sees is not begun", async () => {
  const id = await drafted(2);
  expect(await startAbTest(shopId, id)).toEqual({ kind: "refused", reason: "offer_not_live" });
  await inShop(shopId, (db) => db.run("update offers set status = 'live' where shop_id = $1 and id = 2", [shopId]));
  expect(await startAbTest(shopId, id)).toEqual({ kind: "done" });
});

test("an archived experiment is found among the archived, and goes back to where it was", async () => {
  const listed = async (standing: "running" | "ended" | "archived") => (await listExperiments(shopId, standing)).map(({ id }) => id);
  const [draft, over] = [await drafted(2), await drafted(1)];
  expect(await listed("running")).toEqual([over, draft]);
  await startAbTest(shopId, over);
  await stopAbTest(shopId, over);
  expect([await listed("running"), await listed("ended")]).toEqual([[draft], [over]]);
  for (const id of [draft, over]) await archiveExperiment(shopId, id);
  expect([await listed("running"), await listed("ended"), await listed("archived")]).toEqual([[], [], [over, draft]]);
  expect(await restoreExperiment(shopId, draft)).toEqual({ kind: "restored" });
  expect(await restoreExperiment(shopId, over)).toEqual({ kind: "restored" });
  expect([await listed("running"), await listed("ended"), await listed("archived")]).toEqual([[draft], [over], []]);
  expect(await restoreExperiment(shopId, over)).toEqual({ kind: "refused", reason: "not_archived" });
});

test("a variant that earns becomes the offer and its test ends; one that does not is not taken", async () => {
  const id = await trial({ lift: 1.3, made: { kind: "ab_test" } });
  const change = { headline: "Socks?", discountBp: 1000 };
  await inShop(shopId, async (db) => {
    await db.run("update experiments set arms = jsonb_set(arms, '{1,change}', $3) where shop_id = $1 and id = $2", [
      shopId,
      id,
      JSON.stringify(change),
    ]);
    await db.run(
      "update offers set status = 'paused', depths_bp = '{500,1500}', product_ids = '{5}', placements = '{cart}' where shop_id = $1 and id = 1",
      [shopId],
    );
  });
  expect(await takeVariant(shopId, id, "treatment", NOW)).toEqual({ kind: "refused", reason: "not_earning" });
  await lookAtExperiments(shopId, NOW);
  expect((await latest(id)).look?.effects[0]?.verdict.kind).toBe("earns");
  expect(await takeVariant(shopId, id, "control", NOW)).toEqual({ kind: "refused", reason: "not_earning" });
  // the offered product is gone: what could not be saved leaves the test running
  expect(await takeVariant(shopId, id, "treatment", NOW)).toEqual({ kind: "refused", reason: "offer_unsaved" });
  expect((await latest(id)).status).toBe("running");
  await inShop(shopId, async (db) => {
    await db.run("insert into products (shop_id, id, title, handle, status, updated_at) values ($1, 5, 'Socks', '', 'ACTIVE', now())", [
      shopId,
    ]);
    await db.run(
      `insert into variants (shop_id, id, product_id, inventory_item_id, title, price, available_for_sale, updated_at)
       values ($1, 50, 5, 500, '', 2000, true, now())`,
      [shopId],
    );
  });
  expect(await takeVariant(shopId, id, "treatment", NOW)).toEqual({ kind: "taken", offerId: 1 });
  expect(await latest(id)).toMatchObject({ status: "done", endedAt: NOW.toISOString() });
  const taken = await inShop(shopId, (db) =>
    db.row("select headline, body, discount_value::int as discount, depths_bp as depths from offers where shop_id = $1 and id = 1", [
      shopId,
    ]),
  );
  expect(taken).toEqual({ headline: "Socks?", body: "Warm", discount: 1000, depths: [500] });
});

test("a test that checkout or the reader could not tell apart is refused, field by field", async () => {
  const invalid = async (variants: unknown, offerId = 1) => {
    const outcome = await createAbTest(shopId, { name: "Test", offerId, variants });
    return outcome.kind === "invalid" ? outcome.errors : outcome;
  };
  expect(await invalid([variant({ discountBp: 2500 })])).toEqual({ "variants.0.discountBp": "deeper_than_offer" });
  expect(await invalid([variant({ discountBp: 100 })], 2)).toEqual({ "variants.0.discountBp": "percentage_only" });
  expect(await invalid([variant({ headline: "Add socks", discountBp: 2000 })])).toEqual({ "variants.0.headline": "variant_unchanged" });
  expect(await invalid([])).toEqual({ variants: "variant_required" });
  expect(await invalid([variant({ body: "x" }, ""), variant({ headline: "y".repeat(81) })])).toEqual({
    "variants.0.name": "variant_name_required",
    "variants.1.headline": "too_long",
  });
  expect(await invalid([1, 2, 3, 4].map(() => variant({ body: "x" })))).toEqual({ variants: "too_many_variants" });
  expect(await invalid([variant({ body: "x" })], 99)).toEqual({ kind: "refused", reason: "offer_gone" });
  const holdout = await makeExperiment(shopId);
  expect(await stopAbTest(shopId, holdout)).toEqual({ kind: "refused", reason: "no_ab_test" });
  expect(await startProof(shopId, 99, { liftBp: 1000 })).toEqual({ kind: "refused", reason: "not_found" });
});

test("another shop's experiments are not there", async () => {
  const id = await makeExperiment(shopId);
  const other = await insertShop();
  expect(await getExperiment(other, id)).toBeNull();
  expect(await listExperiments(other)).toEqual([]);
  expect(await endProof(other, id)).toEqual({ kind: "refused", reason: "not_found" });
  expect(await lookAtExperiments(other, NOW)).toEqual([]);
});
