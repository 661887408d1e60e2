import { expect, test } from "vitest";
import { logLikelihoodRatio, oftenTogether } from "./log-likelihood-ratio.ts";

test("the log-likelihood ratio agrees with Dunning's table", () => {
  // k11 = 110, k12 = 2442, k21 = 111, k22 = 29114, from the paper
  expect(logLikelihoodRatio(110, 2552, 221, 31_777)).toBeCloseTo(270.72, 1);
  expect(logLikelihoodRatio(25, 50, 50, 100)).toBeCloseTo(0, 9);
  expect(oftenTogether(110, 2552, 221, 31_777)).toBe(true);
  expect(oftenTogether(4, 4, 4, 10_000)).toBe(false);
  // rarer together than by chance is evidence too, but of the opposite
  expect(oftenTogether(10, 500, 500, 1000)).toBe(false);
});
