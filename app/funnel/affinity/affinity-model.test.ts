import { expect, test } from "vitest";
import { seededRandom } from "../../value/models/seeded-random.ts";
import { affinityRanker, buildAffinityModel, chooseAffinityModel, EASE_RECIPE, ENGINE_RECIPE } from "./affinity-model.ts";
import { EASE } from "./build-ease.ts";
import { ENGINE } from "./build-neighbours.ts";
import { pairedShop } from "./sample-baskets.ts";
import { scoreRanking } from "./score-ranking.ts";

test("a cart gets what goes with it, never what is in it or not allowed, and always something", () => {
  const data = pairedShop(3000, 11);
  const model = buildAffinityModel(data, { engine: ENGINE, ease: null }, { small: ENGINE_RECIPE, large: ENGINE_RECIPE });
  const rank = affinityRanker(model);
  expect(rank([4], 1)[0]?.product).toBe(14);
  expect(rank([4, 14], 30).map(({ product }) => product)).not.toContain(14);
  expect(rank([4], 30, (product) => product !== 14).map(({ product }) => product)).not.toContain(14);
  expect(rank([4], 30)).toHaveLength(20);
  expect(rank([], 1)[0]?.product).toBe(20);
  // the scratch space is clean between carts, after one that failed too
  expect(() =>
    rank([4], 5, () => {
      throw new Error("not now");
    }),
  ).toThrow("not now");
  expect(rank([6], 30)).toHaveLength(20);
  expect(rank([4], 5)).toEqual(rank([4], 5));
});

test("the choice per shop finds the recipe by the youngest orders and is the same each time", () => {
  const data = pairedShop(5000, 12);
  const model = chooseAffinityModel(data, seededRandom(1));
  expect(model.validation.small?.n).toBeGreaterThan(200);
  expect(model.validation.small?.hr10).toBeGreaterThan(0.5);
  const again = chooseAffinityModel(data, seededRandom(1));
  expect(again.recipes).toEqual(model.recipes);
  expect(again.parts.engine.scores).toEqual(model.parts.engine.scores);
  const tiny = chooseAffinityModel(pairedShop(30, 13), seededRandom(1));
  expect(tiny.recipes).toEqual({ small: ENGINE_RECIPE, large: ENGINE_RECIPE });
  expect(tiny.validation.small).toBeNull();
});

test("EASE and the engine mix without leaving products of a cart behind", () => {
  const data = pairedShop(2000, 14);
  const model = buildAffinityModel(data, { engine: ENGINE, ease: EASE }, { small: EASE_RECIPE, large: EASE_RECIPE });
  const score = scoreRanking(
    Array.from({ length: 10 }, (_, first) => ({ cart: [first], target: 10 + first })),
    affinityRanker(model),
  );
  expect(score).toEqual({ hr10: 1, ndcg10: 1, n: 10 });
});
