import { expect, test } from "vitest";
import { seededRandom } from "../../value/models/seeded-random.ts";
import { baseProbability, calibrate, calibrated } from "./base-probability.ts";
import { ordersOfProducts } from "./baskets.ts";
import { buildNeighbours } from "./build-neighbours.ts";
import { togetherIn } from "./neighbour-table.ts";
import { popularity } from "./popularity.ts";
import { baskets } from "./sample-baskets.ts";

test("the base probability shrinks to popularity and can be calibrated", () => {
  const data = baskets(
    [...Array.from({ length: 30 }, () => ({ items: [0, 1] })), ...Array.from({ length: 10 }, () => ({ items: [0] }))],
    3,
  );
  const together = togetherIn(buildNeighbours(data).table);
  const facts = { popularity: popularity(data), orders: ordersOfProducts(data) };
  expect(baseProbability(facts, together, [0], 1)).toBeCloseTo((30 + 20 * 0.75) / 60, 12);
  expect(baseProbability(facts, together, [0], 2)).toBe(0);
  expect(baseProbability(facts, together, [], 1)).toBeCloseTo(0.75, 12);
  const random = seededRandom(8);
  const predicted = Float64Array.from({ length: 20_000 }, () => 0.05 + 0.4 * random());
  const happened = predicted.map((p) => (random() < p / 2 ? 1 : 0));
  const calibration = calibrate(predicted, happened);
  expect(calibrated(0.3, calibration)).toBeCloseTo(0.15, 1);
  expect(Math.abs(calibrated(0.3, calibration) - 0.15)).toBeLessThan(0.02);
});
