import { beforeEach, expect, test } from "vitest";
import { after, CONTEXT, day, decided, insertMugShop, ordered, served } from "../../../tests/mug-shop.ts";
import { insertShop, ownDatabase } from "../../../tests/test-database.ts";
import { inShop } from "../../database/pool.server.ts";
import { compilePolicy } from "./compile-policy.server.ts";
import type { PolicyModel } from "./policy-model.ts";

ownDatabase();
let shopId: number;

beforeEach(async () => {
  shopId = await insertMugShop();
});

const armDays = () =>
  inShop(shopId, (db) =>
    db.rows("select product_id, depth_bp, trials, accepts, ghosts, ghost_buys, base_sum from arm_days order by day, product_id, depth_bp"),
  );

test("outcomes are counted by visitor and day: what was in view, and whether the product was bought and kept, shown or withheld", async () => {
  const taken = await decided(shopId, { visitor: "a" });
  await decided(shopId, { visitor: "a", at: after(1), base: 0.3 }); // the same visitor on the same day
  await ordered(shopId, { id: 1, at: after(2), visitor: "a", decisionId: taken });
  await decided(shopId, { visitor: "b" });
  const refunded = await decided(shopId, { visitor: "c" });
  await ordered(shopId, { id: 2, at: after(2), visitor: "c", decisionId: refunded, kept: 0 });
  const late = await decided(shopId, { visitor: "d" });
  await ordered(shopId, { id: 3, at: after(24), visitor: "d", decisionId: late });
  await decided(shopId, { visitor: "e", depthBp: 500 });
  await decided(shopId, { visitor: "not seen", seen: false });
  await decided(shopId, { visitor: "lost", tracked: false });
  await decided(shopId, { visitor: "g", ghost: true });
  await ordered(shopId, { id: 4, at: after(23), visitor: "g" });
  await decided(shopId, { visitor: "h", ghost: true });
  await ordered(shopId, { id: 5, at: after(1), visitor: "h", productId: 21 });
  await decided(shopId, { visitor: "i", ghost: true });
  await ordered(shopId, { id: 6, at: after(-1), visitor: "i" }); // before it
  await decided(shopId, { visitor: "a", at: after(24) }); // the next day
  expect(await compilePolicy(shopId, after(26))).toEqual({ outcome: "compiled", version: 1, outcomes: 9 });
  expect(await armDays()).toEqual([
    { product_id: "20", depth_bp: 500, trials: 1, accepts: 0, ghosts: 0, ghost_buys: 0, base_sum: 0.1 },
    { product_id: "20", depth_bp: 1000, trials: 4, accepts: 1, ghosts: 3, ghost_buys: 1, base_sum: expect.closeTo(0.2 + 0.1 * 6, 9) },
    { product_id: "20", depth_bp: 1000, trials: 1, accepts: 0, ghosts: 0, ghost_buys: 0, base_sum: 0.1 },
  ]);
  const snapshot = await served(shopId);
  const yesterday = 2 ** (-1 / 60);
  expect(snapshot?.model.shown).toEqual([
    [CONTEXT, 1, "20", 1_000, expect.closeTo(1 + 4 * yesterday, 9), expect.closeTo(yesterday, 9)],
    [CONTEXT, 1, "20", 500, expect.closeTo(yesterday, 9), 0],
  ]);
  expect(snapshot?.model.withheld).toEqual([[CONTEXT, "20", expect.closeTo(3 * yesterday, 9), expect.closeTo(yesterday, 9)]]);
});

test("nothing new makes no new version; a late order within its day does", async () => {
  const first = await decided(shopId, { visitor: "a" });
  expect(await compilePolicy(shopId, after(1))).toMatchObject({ outcome: "compiled", version: 1 });
  expect(await compilePolicy(shopId, after(2))).toMatchObject({ outcome: "unchanged", version: 1 });
  await ordered(shopId, { id: 1, at: after(2), visitor: "a", decisionId: first });
  expect(await compilePolicy(shopId, after(30))).toMatchObject({ outcome: "compiled", version: 2, outcomes: 1 });
  expect(await armDays()).toMatchObject([{ trials: 1, accepts: 1 }]);
});

test("who is shown an offer and buys its product without it counts like who is held out and buys it", async () => {
  await decided(shopId, { visitor: "shown" });
  await ordered(shopId, { id: 1, at: after(2), visitor: "shown" });
  await decided(shopId, { visitor: "held out", ghost: true });
  await ordered(shopId, { id: 2, at: after(2), visitor: "held out" });
  await compilePolicy(shopId, after(3));
  expect(await armDays()).toMatchObject([{ trials: 1, accepts: 1, ghosts: 1, ghost_buys: 1 }]);
});

test("outcomes halve in sixty days, and days that are over stay as they were stated", async () => {
  await decided(shopId, { visitor: "a" });
  await compilePolicy(shopId, after(1));
  await inShop(shopId, (db) => db.run("delete from decisions"));
  await decided(shopId, { visitor: "b", at: after(60 * 24) });
  await compilePolicy(shopId, after(60 * 24 + 1));
  expect((await served(shopId))?.model.shown).toEqual([[CONTEXT, 1, "20", 1_000, expect.closeTo(1.5, 9), 0]]);
});

test("fifty versions are kept, and each shop has its own", async () => {
  const neighbour = await insertShop();
  for (let n = 0; n < 53; n++) {
    await decided(shopId, { visitor: `v${n}` });
    await compilePolicy(shopId, after(1));
  }
  const kept = await inShop(shopId, (db) => db.rows<{ version: number }>("select version from policy_snapshots order by version"));
  expect(kept).toHaveLength(50);
  expect(kept[0]?.version).toBe(4);
  expect(await compilePolicy(neighbour, after(1))).toEqual({ outcome: "unchanged", version: 0, outcomes: 0 });
});

test("models are fitted once there are 2,000 new outcomes, and counts taken in anew each time", async () => {
  const days = (count: number) =>
    inShop(shopId, (db) =>
      db.run(
        `insert into arm_days (shop_id, day, context, offer_id, product_id, depth_bp, trials, accepts, ghosts, ghost_buys, base_sum)
         select $1, date '2026-02-01' + n, 'product|guest|Mug', 1, 20, 1000, 90, 45, 10, 4, 10 from generate_series(1, $2) n on conflict do nothing`,
        [shopId, count],
      ),
    );
  await days(19);
  await compilePolicy(shopId, day);
  expect((await served(shopId))?.model).toMatchObject({
    fittedOutcomes: 0,
    types: [],
    totals: { trials: 1_710, accepts: 855, ghosts: 190, ghostBuys: 76 },
  });
  await days(20);
  await compilePolicy(shopId, day);
  const fitted = (await served(shopId))?.model as PolicyModel;
  expect(fitted).toMatchObject({ fittedOutcomes: 2_000, types: ["Mug"], contexts: [CONTEXT], offers: [1] });
  expect(fitted.acceptance.coefficients).toHaveLength(6);
  await days(21);
  await compilePolicy(shopId, day);
  expect((await served(shopId))?.model).toMatchObject({ fittedOutcomes: 2_000, acceptance: fitted.acceptance, totals: { trials: 1_890 } });
});
