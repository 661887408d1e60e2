import fc from "fast-check";
import { expect, test } from "vitest";
import { modelLifespan, staysLongerThan } from "./model-lifespan.ts";
import { drawGamma, seededRandom } from "./models/seeded-random.ts";

test("churn is what drawn customers do", () => {
  const params = { r: 0.9, alpha: 40, a: 0.8, b: 2.4 };
  const random = seededRandom(3);
  for (const [name, extra] of [
    ["bg", 0],
    ["mbg", 1],
  ] as const) {
    let stayed = 0;
    const customers = 200_000;
    for (let k = 0; k < customers; k++) {
      const rate = drawGamma(params.r, random) / params.alpha;
      const one = drawGamma(params.a, random);
      const p = one / (one + drawGamma(params.b, random));
      // Of a Poisson process of orders each ends the customer with chance p.
      if (random() < Math.exp(-rate * p * 365) * (extra === 1 ? 1 - p : 1)) stayed++;
    }
    expect(staysLongerThan({ name, params }, 365)).toBeCloseTo(stayed / customers, 2);
  }
  expect(staysLongerThan({ name: "pareto", params: { r: 1, alpha: 10, s: 2, beta: 365 } }, 365)).toBeCloseTo(0.25, 12);
});

test("a lifespan is one over churn, and none where hardly anyone leaves", () => {
  const { churnAYear, years } = modelLifespan({ name: "pareto", params: { r: 1, alpha: 10, s: 1, beta: 365 } });
  expect(churnAYear).toBeCloseTo(0.5, 12);
  expect(years).toBeCloseTo(2, 12);
  expect(modelLifespan({ name: "pareto", params: { r: 1, alpha: 10, s: 0.001, beta: 365 } }).years).toBeNull();
});

test("whatever the parameters, churn is a probability", () => {
  const positive = fc.double({ min: -7, max: 7, noNaN: true }).map(Math.exp);
  fc.assert(
    fc.property(fc.constantFrom("bg" as const, "mbg" as const), positive, positive, positive, positive, (name, r, alpha, a, b) => {
      const stays = staysLongerThan({ name, params: { r, alpha, a, b } }, 365);
      expect(stays).toBeGreaterThanOrEqual(0);
      expect(stays).toBeLessThanOrEqual(1);
    }),
    { numRuns: 200 },
  );
});
