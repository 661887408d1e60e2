import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "../../value/models/seeded-random.ts";
import { armWeights, digamma, trigamma } from "./arm-weights.ts";
import { exactWeights } from "./exact-weights.ts";
import { worthOf } from "./incremental-profit.ts";
import { type OfferedVariant, SHOW_NOTHING, WEIGHT_RULES } from "./weights-of-wins.ts";

const shape = fc.double({ min: 0.3, max: 300, noNaN: true });
const variants = fc
  .array(
    fc.record({
      base: fc.record({ alpha: shape, beta: shape }),
      profit: fc.double({ min: -500, max: 3000, noNaN: true }),
      arms: fc.array(fc.record({ alpha: shape, beta: shape }), { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 0, maxLength: 14 },
  )
  .map((list) => list.map(({ base, profit, arms }, at) => variant(at, base, profit, arms)));

function variant(at: number, base: OfferedVariant["base"], profit: number, acceptances: readonly OfferedVariant["base"][]): OfferedVariant {
  return {
    base,
    arms: acceptances.map((acceptance, depth) => ({
      id: `1:${at}:${depth * 500}`,
      acceptance,
      worth: worthOf({ profit: profit - depth * 100, profitAtFullPrice: profit, switching: 0, interruption: 0, futureValue: 0 }),
    })),
  };
}

test("weights sum to 1, none below the floor, doing nothing always among them, and the same every time", () => {
  fc.assert(
    fc.property(variants, (list) => {
      const weights = armWeights(list);
      expect(weights.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
      for (const { weight } of weights) expect(weight).toBeGreaterThanOrEqual(WEIGHT_RULES.floor - 1e-12);
      expect(weights.map(({ arm }) => arm)).toContain(SHOW_NOTHING);
      expect(weights.length).toBeLessThanOrEqual(WEIGHT_RULES.mostArms + 1);
      expect(armWeights(list)).toEqual(weights);
    }),
  );
});

test("fixed draws weigh as exact draws do", () => {
  const list = [
    variant(0, { alpha: 2, beta: 38 }, 900, [
      { alpha: 5, beta: 60 },
      { alpha: 9, beta: 60 },
    ]),
    variant(1, { alpha: 12, beta: 50 }, 1500, [
      { alpha: 14, beta: 50 },
      { alpha: 16, beta: 50 },
    ]),
    variant(2, { alpha: 0.8, beta: 40 }, 400, [{ alpha: 1.5, beta: 38 }]),
  ];
  const exact = new Map(exactWeights(list, seededRandom(7), 40_000).map(({ arm, weight }) => [arm, weight]));
  for (const { arm, weight } of armWeights(list)) expect(Math.abs(weight - (exact.get(arm) ?? 0)), arm).toBeLessThan(0.09);
});

test("what is bought unaided as often as accepted is hardly ever offered at a discount", () => {
  const weights = armWeights([
    variant(0, { alpha: 300, beta: 700 }, 1000, [
      { alpha: 300, beta: 700 },
      { alpha: 305, beta: 700 },
    ]),
  ]);
  expect(weights.find(({ arm }) => arm === SHOW_NOTHING)?.weight).toBeGreaterThan(0.4);
  expect(weights.find(({ arm }) => arm === "1:0:500")?.weight ?? 0).toBeLessThan(0.05);
});

test("the moments of a logit are the published ones", () => {
  expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 7);
  expect(digamma(0.5)).toBeCloseTo(-1.9635100260214235, 7);
  expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 7);
  expect(trigamma(0.5)).toBeCloseTo(Math.PI ** 2 / 2, 7);
});
