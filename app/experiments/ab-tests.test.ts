import { beforeEach, expect, test } from "vitest";
import { makeExperiment } from "../../tests/exposed-visitors.ts";
import { ownDatabase } from "../../tests/test-database.ts";
import { insertTrialShop, latestOf, NOW, visitTrial } from "../../tests/visitor-trial.ts";
import { inShop } from "../database/pool.server.ts";
import { archiveExperiment, createAbTest, startAbTest, stopAbTest } from "./ab-tests.server.ts";
import { listExperiments } from "./experiments.server.ts";
import { lookAtExperiments } from "./look-at-experiments.server.ts";
import { startProof } from "./proof.server.ts";
import { takeVariant } from "./take-variant.server.ts";
import { testableOffers } from "./testable-offers.server.ts";

const database = ownDatabase();
let shopId: number;

beforeEach(async () => {
  shopId = await insertTrialShop();
});

const latest = (id: number) => latestOf(shopId, id);

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

test("what may be tested comes with the prices of what it names, to hold a variant's words against", async () => {
  await inShop(shopId, async (db) => {
    await db.run("insert into products (shop_id, id, title, handle, status, updated_at) values ($1, 5, 'Socks', '', 'ACTIVE', now())", [
      shopId,
    ]);
    await db.run(
      `insert into variants (shop_id, id, product_id, inventory_item_id, title, price, available_for_sale, updated_at)
       select $1, v, 5, v, '', price, true, now() from unnest(array[50, 51, 52, 53], array[2000, 1000, 2000, 0]) as made(v, price)`,
      [shopId],
    );
    await db.run("update offers set product_ids = '{5}', depths_bp = '{500,1500}' where shop_id = $1 and id = 1", [shopId]);
  });
  const socks = { id: 1, status: "live", headline: "Add socks", discount: { kind: "percentage", value: 2000 }, depthsBp: [500, 1500] };
  expect(await testableOffers(shopId)).toMatchObject([
    { id: 2, prices: [] },
    { ...socks, prices: [1000, 2000] },
  ]);
  await inShop(shopId, (db) => db.run("update offers set status = 'ended' where shop_id = $1 and id = 2", [shopId]));
  expect((await testableOffers(shopId)).map(({ id }) => id)).toEqual([1]);
});

test("a test of an offer that nobody sees is not begun", async () => {
  const id = await drafted(2);
  expect(await startAbTest(shopId, id)).toEqual({ kind: "refused", reason: "offer_not_live" });
  await inShop(shopId, (db) => db.run("update offers set status = 'live' where shop_id = $1 and id = 2", [shopId]));
  expect(await startAbTest(shopId, id)).toEqual({ kind: "done" });
});

test("a variant that earns becomes the offer and its test ends; one that does not is not taken", async () => {
  const id = await makeExperiment(shopId, { kind: "ab_test" });
  await visitTrial(database.url, shopId, { id, lift: 1.3 });
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
  expect(await invalid([variant({ discountBp: {} as number }), variant({ discountBp: 2500 }, ""), variant({}, "Same")])).toEqual({
    "variants.0.discountBp": "invalid",
    "variants.1.name": "variant_name_required",
    "variants.1.discountBp": "deeper_than_offer",
    "variants.2.headline": "variant_unchanged",
  });
  expect(await invalid([1, 2, 3, 4].map(() => variant({ body: "x" })))).toEqual({ variants: "too_many_variants" });
  expect(await invalid([variant({ body: "x" })], 99)).toEqual({ kind: "refused", reason: "offer_gone" });
  const holdout = await makeExperiment(shopId);
  expect(await stopAbTest(shopId, holdout)).toEqual({ kind: "refused", reason: "no_ab_test" });
  expect(await startProof(shopId, 99, { liftBp: 1000 })).toEqual({ kind: "refused", reason: "not_found" });
});
