import { expect, test } from "vitest";
import { seededRandom } from "../../value/models/seeded-random.ts";
import { affinityRanker, buildAffinityModel, EASE_RECIPE, ENGINE_RECIPE } from "./affinity-model.ts";
import { EASE } from "./build-ease.ts";
import { ENGINE } from "./build-neighbours.ts";
import { popularityGains } from "./popularity-gains.ts";
import { pairedShop } from "./sample-baskets.ts";
import { rankingGains } from "./score-ranking.ts";

test("gains for several shares of popularity are those of ranking with each, to the last digit", () => {
  const random = seededRandom(15);
  const data = pairedShop(1500, 15);
  const cases = Array.from({ length: 300 }, (_, at) => {
    const products = [...new Set(Array.from({ length: 2 + (at % 5) }, () => Math.floor(21 * random())))];
    return { cart: products.slice(1), target: at % 20 === 0 ? -1 : (products[0] as number) };
  });
  const shares = [0, 0.03, 0.1, 0.3, 1];
  // few neighbours, so that much is left to popularity
  const engine = { ...ENGINE, keep: 2 };
  for (const recipe of [ENGINE_RECIPE, EASE_RECIPE, { ...EASE_RECIPE, engine: 0 }]) {
    const settings = { engine, ease: recipe.ease ? { ...EASE, keep: 3 } : null };
    const { parts } = buildAffinityModel(data, settings, { small: recipe, large: recipe });
    const mixed = popularityGains(parts, shares)(parts, recipe, cases);
    shares.forEach((popularity, at) => {
      const one = { ...recipe, popularity };
      expect(mixed[at]).toEqual(rankingGains(cases, affinityRanker({ parts, recipes: { small: one, large: one } })));
    });
    expect(mixed[1]?.some((gain) => gain > 0)).toBe(true);
    expect(mixed[1]?.some((gain) => gain === 0)).toBe(true);
  }
});
