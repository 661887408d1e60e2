import { beforeEach, expect, test } from "vitest";
import { expose, makeExperiment } from "../../../tests/exposed-visitors.ts";
import { insertPricedShop } from "../../../tests/priced-shop.ts";
import { ownDatabase } from "../../../tests/test-database.ts";
import { inShop } from "../../database/pool.server.ts";
import { measuredChanges } from "./measured-changes.ts";
import type { Offer } from "./offer.ts";
import { getOffer, saveOffer } from "./offers.server.ts";
import { sampleOffer } from "./sample-offer.ts";

ownDatabase();
let shopId: number;
let offer: Offer;

beforeEach(async () => {
  shopId = await insertPricedShop([20, 30]);
  await inShop(shopId, async (db) => {
    await db.run(
      `insert into offers (shop_id, id, name, stage, status, headline, product_ids, discount_kind, discount_value, trigger, depths_bp, placements)
       values ($1, 1, 'Offer', 'profit_maximizer', 'paused', 'Add it', array[20, 30], 'percentage', 2000, '{"kind":"any"}', array[500, 1000], array['cart'])`,
      [shopId],
    );
  });
  offer = (await getOffer(shopId, 1)) as Offer;
});

const experiments = () =>
  inShop(shopId, (db) =>
    db.rows<{ id: number; status: string; seed: string; proof: boolean; weights: number[] }>(
      "select id, status, seed, proof, plans->-1->'weights' as weights from experiments where shop_id = $1 order by id",
      [shopId],
    ),
  );

test("what is offered, its price and its words are measured; who sees it, where and how often is not", () => {
  const before = sampleOffer({ depthsBp: [500, 1000], productIds: ["1", "2"] });
  expect(measuredChanges(before, { ...before, depthsBp: [1000, 500], productIds: ["2", "1"] })).toEqual([]);
  expect(measuredChanges(before, { ...before, name: "Other", priority: 5, placements: ["cart"], totalLimit: 9, maxQuantity: 3 })).toEqual(
    [],
  );
  const value = before.discount.value;
  expect(measuredChanges(before, { ...before, discount: { kind: "percentage", value: value - 1 }, depthsBp: [500] })).toEqual([
    "discount.value",
    "depthsBp",
  ]);
  expect(measuredChanges(before, { ...before, discount: { kind: "amount", value }, headline: "x", body: "y", productIds: ["1"] })).toEqual([
    "headline",
    "body",
    "discount.kind",
    "productIds",
  ]);
});

test("an offer under a running A/B test stays as it is tested, and says at the fields to end the test first", async () => {
  const test = await makeExperiment(shopId, { kind: "ab_test", arms: ["control", "b"] });
  const changed = { ...offer, headline: "Other", discount: { kind: "percentage", value: 1500 } };
  expect(await saveOffer(shopId, 1, changed)).toEqual({
    kind: "invalid",
    errors: { headline: "ab_test_running", "discount.value": "ab_test_running" },
  });
  expect(await saveOffer(shopId, 1, { ...changed, name: "", headline: "" })).toEqual({
    kind: "invalid",
    errors: { name: "name_required", headline: "headline_required", "discount.value": "ab_test_running" },
  });
  expect(await getOffer(shopId, 1)).toEqual(offer);
  expect(await saveOffer(shopId, 1, { ...offer, name: "Renamed" })).toEqual({ kind: "saved", id: 1 });
  await inShop(shopId, (db) => db.run("update experiments set status = 'done' where shop_id = $1 and id = $2", [shopId, test]));
  expect(await saveOffer(shopId, 1, changed)).toEqual({ kind: "saved", id: 1 });
});

test("a changed offer is measured by a holdout of its own, with the share of the one before and a seed of its own", async () => {
  const id = await makeExperiment(shopId, { plans: [[0.2, 0.8]] });
  await makeExperiment(shopId, { kind: "global_holdout", offerId: null, plans: [[0.05, 0.95]] });
  // nobody has met it yet: there is nothing to keep apart
  await saveOffer(shopId, 1, { ...offer, headline: "Other" });
  expect(await experiments()).toHaveLength(2);
  await expose(shopId, id, [{ visitor: "v", arm: "control" }]);
  await expose(shopId, id + 1, [{ visitor: "v", arm: "treatment" }]);
  await saveOffer(shopId, 1, { ...offer, headline: "Other", priority: 7 });
  expect(await experiments()).toHaveLength(2);
  await saveOffer(shopId, 1, { ...offer, headline: "Other", discount: { kind: "percentage", value: 1500 } });
  const [before, global, after] = await experiments();
  expect([before, global, after].map((one) => [one?.status, one?.weights])).toEqual([
    ["done", [0.2, 0.8]],
    ["running", [0.05, 0.95]],
    ["running", [0.2, 0.8]],
  ]);
  expect(after?.seed).not.toBe(before?.seed);
});

test("a holdout that begins anew during a proof goes on with the share from before it", async () => {
  const id = await makeExperiment(shopId, {
    plans: [
      [0.02, 0.98],
      [0.5, 0.5],
    ],
    proof: true,
  });
  await inShop(shopId, (db) => db.run("update experiments set lasting_bp = 200 where shop_id = $1", [shopId]));
  await expose(shopId, id, [{ visitor: "v", arm: "control" }]);
  await saveOffer(shopId, 1, { ...offer, productIds: ["20"] });
  expect((await experiments()).map(({ status, proof, weights }) => [status, proof, weights])).toEqual([
    ["done", false, [0.5, 0.5]],
    ["running", false, [0.02, 0.98]],
  ]);
});

test("an experiment that a change would end is named before, and nothing is saved until that was agreed to", async () => {
  const id = await makeExperiment(shopId, { plans: [[0.5, 0.5]], proof: true });
  const changed = { ...offer, headline: "Add it!" };
  const asks = { asks: true };
  // nobody is in it yet: it goes on, and nothing is lost
  expect(await saveOffer(shopId, 1, changed, asks)).toEqual({ kind: "saved", id: 1 });
  await expose(shopId, id, [
    { visitor: "v", arm: "control" },
    { visitor: "w", arm: "treatment" },
    { visitor: "x", arm: "treatment", seen: false },
  ]);
  expect(await saveOffer(shopId, 1, offer, asks)).toEqual({ kind: "ends_experiment", proof: true, visitors: 2 });
  expect(await getOffer(shopId, 1)).toMatchObject({ headline: "Add it!" });
  expect(await experiments()).toMatchObject([{ id, status: "running", proof: true }]);
  // nothing measured: not asked
  expect(await saveOffer(shopId, 1, { ...changed, priority: 7, placements: ["product"] }, asks)).toEqual({ kind: "saved", id: 1 });
  expect(await saveOffer(shopId, 1, offer)).toEqual({ kind: "saved", id: 1 });
  expect((await experiments()).map(({ status }) => status)).toEqual(["done", "running"]);
});
