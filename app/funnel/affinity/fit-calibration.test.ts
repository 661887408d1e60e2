import { expect, test } from "vitest";
import { seededRandom } from "../../value/models/seeded-random.ts";
import { affinityRanker, buildAffinityModel, ENGINE_RECIPE } from "./affinity-model.ts";
import { baseProbability, calibrated } from "./base-probability.ts";
import { ENGINE } from "./build-neighbours.ts";
import { fitCalibration } from "./fit-calibration.ts";
import { togetherIn } from "./neighbour-table.ts";
import { pairedShop } from "./sample-baskets.ts";

test("base probabilities are calibrated by what joined carts, unless too little did", () => {
  const data = pairedShop(3000, 21);
  const model = buildAffinityModel(data, { engine: ENGINE, ease: null }, { small: ENGINE_RECIPE, large: ENGINE_RECIPE });
  // half as many join as the orders say
  const random = seededRandom(2);
  const carts = Array.from({ length: 2000 }, () => {
    const first = Math.floor(10 * random());
    return { cart: [first], joined: [...(random() < 0.35 ? [10 + first] : []), ...(random() < 0.25 ? [20] : [])] };
  });
  const calibration = fitCalibration(carts, model.parts, affinityRanker(model));
  const raw = baseProbability(model.parts, togetherIn(model.parts.engine), [4], 14);
  expect(raw).toBeGreaterThan(0.6);
  expect(Math.abs(calibrated(raw, calibration) - 0.35)).toBeLessThan(0.05);
  expect(fitCalibration(carts.slice(0, 40), model.parts, affinityRanker(model))).toEqual({ slope: 1, shift: 0 });
});
