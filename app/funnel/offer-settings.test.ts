import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, insertShop } from "../../tests/test-database.ts";
import { inShop } from "../database/pool.server.ts";
import { DEFAULT_RULES } from "./offer-rules.ts";
import { offerSettings, saveOfferSettings } from "./offer-settings.server.ts";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let shopId: number;
const now = new Date("2026-03-15T12:00:00Z");
const defaults = { globalHoldoutBp: 500, offerHoldoutBp: 1_000, rules: DEFAULT_RULES };

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
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
