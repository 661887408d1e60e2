import fc from "fast-check";
import { expect, test } from "vitest";
import { sigmoid } from "../../value/models/logistic.ts";
import { seededRandom } from "../../value/models/seeded-random.ts";
import { expectedAcceptance, fitAcceptance, untrainedAcceptance, untrainedBase } from "./acceptance-model.ts";
import { armWeights } from "./arm-weights.ts";
import { betaMean, betaPosterior, decay, drawBeta } from "./beta-posterior.ts";
import { chooseArm } from "./choose-arm.ts";
import { incrementalProfit, worthOf } from "./incremental-profit.ts";
import { makeRising } from "./rising.ts";
import { type ArmWeight, type OfferedVariant, SHOW_NOTHING } from "./weights-of-wins.ts";

const ARM = { profit: 600, profitAtFullPrice: 1000, switching: 0, interruption: 0, futureValue: 0 };

test("an offer to those who buy anyway costs the discount", () => {
  expect(incrementalProfit(worthOf(ARM), 0.3, 0.3)).toBeCloseTo(-120, 9);
  expect(incrementalProfit(worthOf(ARM), 0.3, 0)).toBeCloseTo(180, 9);
  expect(incrementalProfit(worthOf({ ...ARM, switching: 5, interruption: 2, futureValue: 500 }), 0.3, 0.1)).toBeCloseTo(
    180 - 100 - 7 + 100,
    9,
  );
});

test("a posterior begins at its prior and ends at the data", () => {
  expect(betaMean(betaPosterior(0.1, 40, { trials: 0, successes: 0 }))).toBeCloseTo(0.1, 12);
  expect(betaMean(betaPosterior(0.1, 40, { trials: 4000, successes: 1200 }))).toBeCloseTo((4 + 1200) / 4040, 12);
  expect(decay(60)).toBe(0.5);
  const random = seededRandom(1);
  let sum = 0;
  for (let draw = 0; draw < 20_000; draw++) sum += drawBeta({ alpha: 0.7, beta: 5 }, random);
  expect(sum / 20_000).toBeCloseTo(0.7 / 5.7, 2);
});

test("a rising sequence is the nearest one", () => {
  const values = Float64Array.of(3, 1, 2, 5);
  makeRising(values, [1, 1, 2, 1]);
  expect([...values]).toEqual([2, 2, 2, 5]);
  // one draw among others: what stands before and after it stays
  const many = Float64Array.of(9, 4, 1, 0);
  makeRising(many, [1, 3], 1);
  expect([...many]).toEqual([9, 1.75, 1.75, 0]);
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 }), (list) => {
      const result = Float64Array.from(list);
      makeRising(
        result,
        list.map(() => 1),
      );
      for (let at = 1; at < result.length; at++) expect(result[at] as number).toBeGreaterThanOrEqual((result[at - 1] as number) - 1e-12);
      const sum = (items: Iterable<number>) => [...items].reduce((total, value) => total + value, 0);
      expect(sum(result)).toBeCloseTo(sum(list), 9);
      // a sequence that rises already stays
      const sorted = Float64Array.from(list).sort();
      const kept = sorted.slice();
      makeRising(kept, list);
      expect(kept).toEqual(sorted);
    }),
  );
});

test("the acceptance model finds the truth, and a discount never puts off", () => {
  const random = seededRandom(5);
  const cells = Array.from({ length: 120 }, (_, at) => {
    const base = 0.02 + 0.2 * random();
    const depth = [0, 0.1, 0.2][at % 3] as number;
    const group = at % 4;
    const truth = sigmoid(0.5 + Math.log(base / (1 - base)) + 4 * depth + ([0.6, -0.6, 0.2, -0.2][group] as number));
    return { trials: 5000, successes: Math.round(5000 * truth), baseProbability: base, depth, groups: [group], truth };
  });
  const model = fitAcceptance(cells, untrainedAcceptance(4));
  for (const cell of cells) expect(expectedAcceptance(model, cell)).toBeCloseTo(cell.truth, 2);
  expect(model.strength).toBeGreaterThan(100);
  const perverse = cells.map((cell) => ({ ...cell, successes: Math.round(500 * (1 - 4 * cell.depth)) }));
  const fitted = fitAcceptance(perverse, untrainedAcceptance(4));
  const at = (depth: number) => expectedAcceptance(fitted, { baseProbability: 0.1, depth, groups: [0] });
  expect(at(0.2)).toBeGreaterThanOrEqual(at(0));
  expect(expectedAcceptance(untrainedBase(2), { baseProbability: 0.07, depth: 0, groups: [1] })).toBeCloseTo(0.07, 12);
});

function variant(id: string, acceptance: number, base: number, profits: readonly number[], trials = 10_000): OfferedVariant {
  return {
    base: betaPosterior(base, trials, { trials: 0, successes: 0 }),
    arms: profits.map((profit, depth) => ({
      id: `${id}:${depth}`,
      acceptance: betaPosterior(acceptance, trials, { trials: 0, successes: 0 }),
      worth: worthOf({ ...ARM, profit }),
    })),
  };
}

test("weights follow what earns, and nothing is shown when nothing does", () => {
  const good = armWeights([variant("persuades", 0.3, 0.05, [1000]), variant("popular", 0.5, 0.48, [1000])]);
  expect(good[0]).toEqual({ arm: "persuades:0", weight: expect.closeTo(0.98, 6) });
  const bad = armWeights([variant("popular", 0.5, 0.49, [600])]);
  expect(bad).toEqual([{ arm: SHOW_NOTHING, weight: 1 }]);
});

const WEIGHTS: readonly ArmWeight[] = [
  { arm: "a", weight: 0.6 },
  { arm: "b", weight: 0.25 },
  { arm: "c", weight: 0.13 },
  { arm: SHOW_NOTHING, weight: 0.02 },
];

test("visitors get the arms in the snapshot's proportions, and propensities say so", () => {
  const counts = new Map<string, number>();
  const visitors = 100_000;
  for (let visitor = 0; visitor < visitors; visitor++) {
    const chosen = chooseArm(WEIGHTS, "cart", `visitor-${visitor}`);
    if (chosen) counts.set(chosen.arm, (counts.get(chosen.arm) ?? 0) + 1);
  }
  for (const { arm, weight } of WEIGHTS) {
    const error = Math.sqrt((weight * (1 - weight)) / visitors);
    expect(Math.abs((counts.get(arm) ?? 0) / visitors - weight)).toBeLessThan(4 * error);
  }
  expect(chooseArm(WEIGHTS, "cart", "x", (arm) => arm === "b" || arm === "c")?.propensity).toBeCloseTo(
    chooseArm(WEIGHTS, "cart", "x", (arm) => arm === "b" || arm === "c")?.arm === "b" ? 0.25 / 0.38 : 0.13 / 0.38,
    12,
  );
  expect(chooseArm(WEIGHTS, "cart", "x", () => false)).toBeNull();
});

test("a visitor keeps the arm over refreshes, and new weights move no more visitors than they must", () => {
  const shifted = WEIGHTS.map((entry) =>
    entry.arm === "a" ? { ...entry, weight: 0.5 } : entry.arm === "b" ? { ...entry, weight: 0.35 } : entry,
  );
  let moved = 0;
  for (let visitor = 0; visitor < 20_000; visitor++) {
    const before = chooseArm(WEIGHTS, "cart", String(visitor))?.arm;
    expect(chooseArm(WEIGHTS, "cart", String(visitor))?.arm).toBe(before);
    const after = chooseArm(shifted, "cart", String(visitor))?.arm;
    if (after !== before) {
      moved++;
      expect([before, after]).not.toEqual(["b", "a"]);
    }
    const withoutC = chooseArm(WEIGHTS, "cart", String(visitor), (arm) => arm !== "c")?.arm;
    if (before !== "c") expect(withoutC).toBe(before);
  }
  expect(moved / 20_000).toBeLessThan(0.13);
});
