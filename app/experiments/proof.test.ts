import { beforeEach, expect, test } from "vitest";
import { makeExperiment, sellToVisitors } from "../../tests/exposed-visitors.ts";
import { insertDecision } from "../../tests/ledger-orders.ts";
import { madeOrders, sellOrders } from "../../tests/sold-orders.ts";
import { ownDatabase } from "../../tests/test-database.ts";
import { insertTrialShop, latestOf, NOW, tryOut } from "../../tests/visitor-trial.ts";
import { inShop } from "../database/pool.server.ts";
import { offerSettings, saveOfferSettings } from "../funnel/offers/offer-settings.server.ts";
import { deleteOffer } from "../funnel/offers/offers.server.ts";
import { archiveExperiment, createAbTest, startAbTest } from "./ab-tests.server.ts";
import { setHoldoutShare } from "./holdout-share.server.ts";
import { lookAtExperiments } from "./look-at-experiments.server.ts";
import { powerPlan } from "./power-plan.server.ts";
import { endProof, startProof } from "./proof.server.ts";

const database = ownDatabase();
let shopId: number;

beforeEach(async () => {
  shopId = await insertTrialShop();
});

const latest = (id: number) => latestOf(shopId, id);

const trial = (made?: Parameters<typeof tryOut>[2]) => tryOut(database.url, shopId, made);

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
  expect(power).toMatchObject({ from: "orders", share: 0.1, conversion: { value: 0.03, source: "assumed" }, perDay: null });
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
  const both = await saveOfferSettings(shopId, { ...shares, globalHoldoutBp: 200, rules: { ...rules, restDays: {} } }, NOW);
  expect(both).toEqual({ kind: "invalid", errors: { globalHoldoutBp: "proof_running", "rules.restDays": "invalid" } });
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

test("the share who buy is the offer's own, else that of the shop's visitors at the same places, and assumed only where there is neither", async () => {
  await inShop(shopId, (db) => db.run("update offers set placements = '{cart}' where shop_id = $1", [shopId]));
  await sellOrders(shopId, madeOrders({ customers: 60, days: 200, until: "2026-03-28" }));
  const conversion = async (offerId: number | null) => (await powerPlan(shopId, offerId, { now: NOW }))?.conversion;
  const visitors = async ({ prefix, offerId, placement }: { prefix: string; offerId: number; placement: string }, count: number) => {
    for (let at = 0; at < count; at++)
      await insertDecision(shopId, {
        offerId,
        variantId: 1,
        placement,
        visitor: `${prefix}${at}`,
        at: "2026-03-20T12:00:00Z",
        events: ["impression"],
      });
    await inShop(shopId, (db) => db.run("update decisions set tracked = true where shop_id = $1", [shopId]));
    const bought = Array.from({ length: Math.ceil(count / 4) }, (_, at) => ({
      id: 500_000 + offerId * 10_000 + (placement === "cart" ? 5_000 : 0) + at,
      at: "2026-03-20T13:00:00Z",
      subtotal: 1_000,
      visitor: `${prefix}${at}`,
    }));
    await sellToVisitors(shopId, bought);
  };
  await visitors({ prefix: "own", offerId: 1, placement: "cart" }, 9);
  await visitors({ prefix: "page", offerId: 2, placement: "product" }, 240);
  expect(await conversion(1)).toEqual({ value: 0.3, source: "assumed" });
  await visitors({ prefix: "cart", offerId: 2, placement: "cart" }, 200);
  // 3 of 9 and 50 of 200
  expect(await conversion(1)).toEqual({ value: 53 / 209, source: "store" });
  expect(await conversion(2)).toEqual({ value: 110 / 440, source: "own" });
  expect(await conversion(null)).toEqual({ value: 113 / 449, source: "own" });
});

test("power rests on the visitors of the holdout as soon as they are enough", async () => {
  await trial({ controlShare: 0.5 });
  await lookAtExperiments(shopId, NOW);
  const power = await powerPlan(shopId, 1, { now: NOW });
  expect(power).toMatchObject({ from: "visitors", conversion: { source: "own" } });
  expect(power?.conversion.value).toBeCloseTo(0.3, 1);
  // CV^2 = e^0.25 / 0.3 - 1 = 3.28, (3.04 + 0.84)^2 x 3.28 x (2 + 2 x 1.21) / 0.01; winsorising takes a little of it
  expect(power?.lifts[1]?.half.units).toBeGreaterThan(19_000);
  expect(power?.lifts[1]?.half.units).toBeLessThan(22_900);
});

test("what was left behind by a deleted offer cannot be proven, and ends at the next look", async () => {
  const id = await makeExperiment(shopId, { offerId: 99, plans: [[0.1, 0.9]] });
  expect(await startProof(shopId, id, { liftBp: 1000, now: NOW })).toEqual({ kind: "refused", reason: "offer_gone" });
  await lookAtExperiments(shopId, NOW);
  expect(await latest(id)).toMatchObject({ status: "done", endedAt: NOW.toISOString() });
  expect(await archiveExperiment(shopId, id)).toEqual({ kind: "done" });
});

test("what measures an offer ends when the offer is deleted, and can be put away", async () => {
  const own = await makeExperiment(shopId, { offerId: 2, proof: true });
  const test = await makeExperiment(shopId, { offerId: 2, kind: "ab_test", arms: ["control", "b"] });
  const others = [await makeExperiment(shopId), await makeExperiment(shopId, { offerId: null, kind: "global_holdout", proof: true })];
  expect(await deleteOffer(shopId, 2)).toEqual({ kind: "deleted" });
  for (const id of [own, test]) {
    expect(await latest(id)).toMatchObject({ status: "done", proof: false, endedAt: expect.any(String) });
    expect(await archiveExperiment(shopId, id)).toEqual({ kind: "done" });
  }
  for (const id of others) expect(await latest(id)).toMatchObject({ status: "running", endedAt: null });
});

test("an offer outside its days fills no experiment, and no A/B test of it can be started", async () => {
  const holdout = await makeExperiment(shopId);
  const created = await createAbTest(shopId, {
    name: "Words",
    offerId: 1,
    variants: [{ name: "Shorter", change: { headline: "Socks?", body: null, discountBp: null } }],
  });
  if (created.kind !== "created") throw new Error(created.kind);
  for (const days of ["ends_at = now() - interval '1 day'", "starts_at = now() + interval '1 day', ends_at = null"]) {
    expect(await latest(holdout)).toMatchObject({ live: days.startsWith("ends") });
    await inShop(shopId, (db) => db.run(`update offers set ${days} where shop_id = $1 and id = 1`, [shopId]));
    expect(await startAbTest(shopId, created.id)).toEqual({ kind: "refused", reason: "offer_not_live" });
  }
  await inShop(shopId, (db) => db.run("update offers set starts_at = now() - interval '1 day' where shop_id = $1 and id = 1", [shopId]));
  expect(await latest(holdout)).toMatchObject({ live: true });
  expect(await startAbTest(shopId, created.id)).toEqual({ kind: "done" });
});
