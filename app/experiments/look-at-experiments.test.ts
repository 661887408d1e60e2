import { beforeEach, expect, test } from "vitest";
import { makeExperiment } from "../../tests/exposed-visitors.ts";
import { ownDatabase } from "../../tests/test-database.ts";
import { insertTrialShop, latestOf, NOW, type Trial, tryOut, visitTrial } from "../../tests/visitor-trial.ts";
import { inShop } from "../database/pool.server.ts";
import { ensureHoldouts } from "../funnel/publish/holdouts.server.ts";
import { archiveExperiment } from "./ab-tests.server.ts";
import { listExperiments } from "./experiments.server.ts";
import { lookAtExperiments } from "./look-at-experiments.server.ts";
import { startProof } from "./proof.server.ts";

const database = ownDatabase();
let shopId: number;

beforeEach(async () => {
  shopId = await insertTrialShop();
});

const latest = (id: number) => latestOf(shopId, id);
const fill = (id: number, trial?: Trial) => visitTrial(database.url, shopId, { id, ...trial });

const trial = (made?: Parameters<typeof tryOut>[2]) => tryOut(database.url, shopId, made);

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
