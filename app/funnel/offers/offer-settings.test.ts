import { beforeEach, expect, test } from "vitest";
import { insertShop, ownDatabase } from "../../../tests/test-database.ts";
import { inShop } from "../../database/pool.server.ts";
import { ensureHoldouts } from "../publish/holdouts.server.ts";
import { DEFAULT_RULES } from "./offer-rules.ts";
import { offerSettings, saveOfferSettings } from "./offer-settings.server.ts";

ownDatabase();
let shopId: number;
const now = new Date("2026-03-15T12:00:00Z");
const defaults = { globalHoldoutBp: 500, offerHoldoutBp: 1_000, rules: DEFAULT_RULES };

beforeEach(async () => {
  shopId = await insertShop();
});

test("holdouts and limits are kept, and begin with their defaults", async () => {
  expect(await offerSettings(shopId)).toEqual(defaults);
  const settings = { globalHoldoutBp: 0, offerHoldoutBp: 2_000, rules: { ...DEFAULT_RULES, restDays: 30, excludedProductIds: ["7"] } };
  expect(await saveOfferSettings(shopId, settings, now)).toEqual({ kind: "saved" });
  expect(await offerSettings(shopId)).toEqual(settings);
});

test("what is out of range is said at its field, and nothing is changed", async () => {
  const refused = await saveOfferSettings(
    shopId,
    {
      globalHoldoutBp: 5_001,
      offerHoldoutBp: -1,
      rules: { ...DEFAULT_RULES, impressionsADay: 0, coolOffHours: 721, excludedProductIds: ["x"] },
    },
    now,
  );
  expect(refused).toEqual({
    kind: "invalid",
    errors: {
      globalHoldoutBp: "holdout_range",
      offerHoldoutBp: "holdout_range",
      "rules.impressionsADay": "out_of_range",
      "rules.coolOffHours": "out_of_range",
      "rules.excludedProductIds": "invalid",
    },
  });
  expect(await saveOfferSettings(shopId, null, now)).toMatchObject({ kind: "invalid" });
  expect(await offerSettings(shopId)).toEqual(defaults);
});

test("a new global share is a new plan of the running experiment, of this shop alone", async () => {
  const neighbour = await insertShop();
  const plan = { from: "2026-01-01T00:00:00.000Z", weights: [0.05, 0.95] };
  for (const id of [shopId, neighbour])
    await inShop(id, (db) =>
      db.run(
        `insert into experiments (shop_id, kind, name, status, seed, arms, plans) values ($1, 'global_holdout', 'g', 'running', 's', '[]', $2)`,
        [id, JSON.stringify([plan])],
      ),
    );
  const plansOf = async (id: number) =>
    (await inShop(id, (db) => db.row<{ plans: object[] }>("select plans from experiments where shop_id = $1", [id])))?.plans;
  await saveOfferSettings(shopId, defaults, now);
  expect(await plansOf(shopId)).toEqual([plan]);
  await saveOfferSettings(shopId, { ...defaults, globalHoldoutBp: 1_000 }, now);
  expect(await plansOf(shopId)).toEqual([plan, { from: now.toISOString(), weights: [0.1, 0.9] }]);
  expect(await plansOf(neighbour)).toEqual([plan]);
});

test("a share raised from 0 begins at once: the global holdout, and one of each live offer that has none", async () => {
  const neighbour = await insertShop();
  const offer = (shop: number, status: string) =>
    inShop(shop, async (db) => {
      const row = await db.row<{ id: number }>(
        `insert into offers (shop_id, name, stage, status, discount_kind, discount_value, trigger) values ($1, 'o', 'profit_maximizer', $2, 'percentage', 1000, '{"kind":"any"}') returning id`,
        [shop, status],
      );
      return (row as { id: number }).id;
    });
  const begun = (shop = shopId) =>
    inShop(shop, (db) =>
      db.rows<{ kind: string; offer_id: number | null; plans: { from: string; weights: number[] }[]; seed: string }>(
        "select kind, offer_id, plans, seed from experiments where shop_id = $1 and status = 'running' order by id",
        [shop],
      ),
    );
  await offer(neighbour, "live");
  const [has, first, second] = [await offer(shopId, "live"), await offer(shopId, "live"), await offer(shopId, "live")];
  await offer(shopId, "draft");
  await inShop(shopId, (db) => ensureHoldouts(db, has, now));
  const before = await begun();
  expect(before).toHaveLength(2);
  const none = { ...defaults, globalHoldoutBp: 0, offerHoldoutBp: 0 };
  await saveOfferSettings(shopId, none, now);
  await inShop(shopId, (db) => db.run("delete from experiments where kind = 'global_holdout'"));
  await saveOfferSettings(shopId, none, now);
  expect(await begun()).toEqual([before[1]]);

  await saveOfferSettings(shopId, { ...none, globalHoldoutBp: 300 }, now);
  expect((await begun()).map(({ kind, plans }) => [kind, plans])).toEqual([
    ["offer_holdout", before[1]?.plans],
    ["global_holdout", [{ from: now.toISOString(), weights: [0.03, 0.97] }]],
  ]);
  await saveOfferSettings(shopId, { ...none, globalHoldoutBp: 300, offerHoldoutBp: 2_000 }, now);
  const all = await begun();
  expect(all.map(({ offer_id, plans }) => [offer_id, plans.at(-1)?.weights])).toEqual([
    [has, [0.1, 0.9]],
    [null, [0.03, 0.97]],
    [first, [0.2, 0.8]],
    [second, [0.2, 0.8]],
  ]);
  expect(new Set(all.map(({ seed }) => seed)).size).toBe(4);
  // a share that was above 0 before asks nothing of what runs
  await saveOfferSettings(shopId, { ...none, globalHoldoutBp: 300, offerHoldoutBp: 3_000 }, now);
  expect(await begun()).toEqual(all);
  expect(await begun(neighbour)).toEqual([]);
});
