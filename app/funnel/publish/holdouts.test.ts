import { beforeEach, expect, test } from "vitest";
import { insertPricedShop } from "../../../tests/priced-shop.ts";
import { ownDatabase } from "../../../tests/test-database.ts";
import { inShop } from "../../database/pool.server.ts";
import { type DecideRequest, decide } from "../serve/decide.server.ts";
import { flushDecisions } from "../serve/decision-buffer.server.ts";
import { recordDecisionEvent } from "../serve/decision-events.server.ts";
import { changeHoldout, ensureHoldouts } from "./holdouts.server.ts";

ownDatabase();
let shopId: number;
let neighbour: number;
let offerId: number;

const now = new Date("2026-03-15T12:00:00Z");
const visitorOf = (n: number) => n.toString(16).padStart(32, "0");

beforeEach(async () => {
  [shopId, neighbour] = [await insertPricedShop([20, 30]), await insertPricedShop([20, 30])];
  for (const shop of [neighbour, shopId]) offerId = await liveOffer(shop);
});

/** A live offer that shows product 20 to everyone. */
function liveOffer(shop: number): Promise<number> {
  return inShop(shop, async (db) => {
    const row = await db.row<{ id: number }>(
      `insert into offers (shop_id, name, stage, status, headline, product_ids, pinned_product_id, discount_kind, discount_value, trigger, placements)
       values ($1, 'Offer', 'profit_maximizer', 'live', 'Offer', array[20], 20, 'percentage', 1000, '{"kind":"any"}', array['product', 'cart']) returning id`,
      [shop],
    );
    return (row as { id: number }).id;
  });
}

async function ask(values: Partial<DecideRequest> = {}, shop = shopId) {
  const view = await decide(
    { shopId: shop, domain: "a.myshopify.com", currency: "GBP", timezone: "UTC" },
    { placement: "product", productId: "30", lines: [], visitor: visitorOf(1), kept: true, customerId: null, now, ...values },
  );
  await flushDecisions(shop);
  return view;
}

const experiments = (shop = shopId) =>
  inShop(shop, (db) =>
    db.rows<{ id: number; kind: string; offer_id: number | null; seed: string; plans: { from: string; weights: number[] }[] }>(
      "select id, kind, offer_id, seed, plans from experiments where shop_id = $1 and status = 'running' order by id",
      [shop],
    ),
  );
const exposures = () =>
  inShop(shopId, (db) =>
    db.rows<{ experiment_id: number; visitor: string; arm: string; plan: number; decision_id: string; seen_at: Date | null }>(
      "select * from exposures order by experiment_id, visitor",
    ),
  );
const shares = (global: number, offer: number) =>
  inShop(shopId, (db) => db.run("update shops set global_holdout_bp = $2, offer_holdout_bp = $3 where id = $1", [shopId, global, offer]));
const ensure = (offer = offerId) => inShop(shopId, (db) => ensureHoldouts(db, offer, now));

test("a shop's first offer begins both holdouts, a second one its own, publishing again none", async () => {
  await ensure();
  await ensure();
  const second = await inShop(shopId, async (db) => {
    const row = await db.row<{ id: number }>(
      `insert into offers (shop_id, name, stage, discount_kind, discount_value, trigger) values ($1, 'Second', 'profit_maximizer', 'percentage', 1000, '{"kind":"any"}') returning id`,
      [shopId],
    );
    return (row as { id: number }).id;
  });
  await Promise.all([ensure(second), ensure(second), ensure()]);
  const running = await experiments();
  expect(running.map(({ kind, offer_id, plans }) => [kind, offer_id, plans.map(({ weights }) => weights)])).toEqual([
    ["global_holdout", null, [[0.05, 0.95]]],
    ["offer_holdout", offerId, [[0.1, 0.9]]],
    ["offer_holdout", second, [[0.1, 0.9]]],
  ]);
  expect(new Set(running.map(({ seed }) => seed)).size).toBe(3);
  expect(await experiments(neighbour)).toEqual([]);
});

test("a share of 0 begins no holdout", async () => {
  await shares(0, 0);
  await ensure();
  expect(await experiments()).toEqual([]);
});

test("a visitor held out of everything is decided for like any other, kept as a ghost, and shown nothing", async () => {
  await shares(10_000, 10_000);
  await ensure();
  const view = await ask();
  expect(view).toMatchObject({ kind: "none", reason: "holdout", cartAttribute: { key: "_crescendo_visitor" } });
  expect(JSON.stringify(view)).not.toMatch(/price|variant/);
  const [kept] = await inShop(shopId, (db) => db.rows("select * from decisions"));
  const [global] = await experiments();
  expect(kept).toMatchObject({
    id: view.decisionId,
    ghost: true,
    withheld: "global_holdout",
    offer_id: offerId,
    variant_id: "201",
    discounted_price: "1800",
    reason: "holdout",
    arm: `${offerId}:20:1000`,
    experiments: { [global?.id as number]: "control" },
  });
  // the offer's own holdout was never reached
  expect(await exposures()).toMatchObject([
    { experiment_id: global?.id, arm: "control", plan: 0, decision_id: view.decisionId, seen_at: null },
  ]);
});

test("would-have-shown is an exposure in either arm, once, with the visitor's first arm, whatever the plan becomes", async () => {
  await shares(3_000, 3_000);
  await ensure();
  const armsOf = async () => {
    const views: string[] = [];
    for (let n = 0; n < 60; n++) views.push((await ask({ visitor: visitorOf(n) })).kind);
    return views;
  };
  const before = await armsOf();
  const first = await exposures();
  const [global, own] = await experiments();
  expect(first.filter((row) => row.experiment_id === global?.id)).toHaveLength(60);
  const heldOut = first.filter((row) => row.experiment_id === global?.id && row.arm === "control").length;
  expect(first.filter((row) => row.experiment_id === own?.id)).toHaveLength(60 - heldOut);
  expect(new Set(before)).toEqual(new Set(["offer", "none"]));
  // everyone would be held out by the new plans: nobody who was assigned moves
  for (const { id } of [global, own].flatMap((one) => (one ? [one] : []))) {
    expect(await inShop(shopId, (db) => changeHoldout(db, id, { shareBp: 10_000, now }))).toEqual({ kind: "changed" });
    expect(await inShop(shopId, (db) => changeHoldout(db, id, { shareBp: 10_000, now }))).toEqual({ kind: "unchanged" });
    expect(await inShop(neighbour, (db) => changeHoldout(db, id, { shareBp: 0, now }))).toEqual({ kind: "not_found" });
  }
  expect(await armsOf()).toEqual(before);
  expect(await exposures()).toEqual(first);
  expect(await ask({ visitor: visitorOf(99) })).toMatchObject({ reason: "holdout" });
  expect((await exposures()).filter((row) => row.plan === 1)).toMatchObject([{ experiment_id: global?.id, arm: "control" }]);
});

test("two first decisions at once leave one assignment", async () => {
  await ensure();
  await Promise.all(Array.from({ length: 8 }, () => ask({ visitor: visitorOf(7) })));
  const kept = await exposures();
  expect(new Set(kept.map((row) => row.experiment_id)).size).toBe(kept.length);
});

test("who cannot be told apart from page to page takes part in nothing and is given no attribute", async () => {
  await shares(10_000, 10_000);
  await ensure();
  expect(await ask({ kept: false })).toMatchObject({ kind: "offer", cartAttribute: null });
  expect(await exposures()).toEqual([]);
});

test("a ghost has an impression, which says that its place was seen, and nothing else", async () => {
  await shares(0, 10_000);
  await ensure();
  const view = await ask();
  const tell = (kind: "impression" | "accept" | "decline") =>
    recordDecisionEvent(shopId, { decisionId: view.decisionId as string, kind }, new Date("2026-03-15T12:00:05Z"));
  expect(await tell("accept")).toEqual({ kind: "not_found" });
  expect(await tell("decline")).toEqual({ kind: "not_found" });
  expect(await tell("impression")).toEqual({ kind: "recorded" });
  expect(await exposures()).toMatchObject([{ arm: "control", seen_at: new Date("2026-03-15T12:00:05Z") }]);
  // the place is seen again on another page: the first time stays
  const again = await ask({ now: new Date("2026-03-15T13:00:00Z") });
  await recordDecisionEvent(shopId, { decisionId: again.decisionId as string, kind: "impression" }, new Date("2026-03-15T13:00:05Z"));
  expect(await exposures()).toMatchObject([{ seen_at: new Date("2026-03-15T12:00:05Z") }]);
});

test("a place that first comes into view on a later page is seen then", async () => {
  await shares(0, 5_000);
  await ensure();
  await ask();
  const later = await ask({ now: new Date("2026-03-15T13:00:00Z") });
  await recordDecisionEvent(shopId, { decisionId: later.decisionId as string, kind: "impression" }, new Date("2026-03-15T13:00:05Z"));
  expect(await exposures()).toMatchObject([{ seen_at: new Date("2026-03-15T13:00:05Z") }]);
});

test("who accepts or declines has seen the offer, though the second in view had not passed", async () => {
  await shares(0, 1);
  await ensure();
  const at = new Date("2026-03-15T12:00:00.400Z");
  for (const [visitor, kind] of [
    [visitorOf(1), "accept"],
    [visitorOf(2), "decline"],
  ] as const) {
    const { decisionId } = await ask({ visitor });
    const tell = (what: typeof kind | "impression", now: Date) =>
      recordDecisionEvent(shopId, { decisionId: decisionId as string, kind: what }, now);
    expect(await tell(kind, at)).toEqual({ kind: "recorded" });
    // the page tells of the second in view all the same
    expect(await tell("impression", new Date("2026-03-15T12:00:01Z"))).toEqual({ kind: "known" });
    expect(await tell(kind, new Date("2026-03-15T12:00:02Z"))).toEqual({ kind: "known" });
    const kinds = await inShop(shopId, (db) =>
      db.rows<{ kind: string }>("select kind from decision_events where shop_id = $1 and decision_id = $2 order by kind", [
        shopId,
        decisionId,
      ]),
    );
    expect(kinds.map((event) => event.kind)).toEqual([kind, "impression"]);
  }
  expect(await exposures()).toMatchObject([
    { arm: "treatment", seen_at: at },
    { arm: "treatment", seen_at: at },
  ]);
});

test("caps count what was withheld like what was shown", async () => {
  await shares(0, 10_000);
  await ensure();
  await inShop(shopId, (db) => db.run("update shops set offer_rules = '{\"impressionsADay\": 1}' where id = $1", [shopId]));
  const view = await ask();
  await recordDecisionEvent(shopId, { decisionId: view.decisionId as string, kind: "impression" }, now);
  expect(await ask()).toMatchObject({ reason: "frequency_cap" });
});

test("an A/B arm is shown with its words and price, and its token promises that price", async () => {
  await inShop(shopId, (db) =>
    db.run(
      `insert into experiments (shop_id, kind, offer_id, name, status, seed, arms, plans)
       values ($1, 'ab_test', $2, 'Words', 'running', 'seed', '[{"key":"control","name":"","change":null},{"key":"b","name":"","change":{"headline":"Other words","discountBp":500}}]', '[{"from":"2026-03-01T00:00:00Z","weights":[0,1]}]')`,
      [shopId, offerId],
    ),
  );
  const view = await ask();
  expect(view).toMatchObject({ kind: "offer", headline: "Other words", discountedPrice: { amount: 1_900 } });
  if (view.kind === "offer") expect(view.lineAttribute.value).toContain(`.${offerId}.201.p500.`);
  const [kept] = await inShop(shopId, (db) => db.rows("select arm, depth_bp, discounted_price from decisions"));
  expect(kept).toEqual({ arm: `${offerId}:20:1000`, depth_bp: 500, discounted_price: "1900" });
});
