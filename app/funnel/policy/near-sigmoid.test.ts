import fc from "fast-check";
import { expect, test } from "vitest";
import { sigmoid } from "../../value/models/logistic.ts";
import { nearSigmoid } from "./near-sigmoid.ts";

test("the quick sigmoid is the sigmoid within one part in 30,000, also far out, and rises", () => {
  fc.assert(
    fc.property(fc.double({ min: -800, max: 800, noNaN: true }), (x) => {
      expect(Math.abs(nearSigmoid(x) - sigmoid(x))).toBeLessThanOrEqual(sigmoid(x) / 30_000);
    }),
  );
  fc.assert(
    fc.property(fc.double({ min: -17, max: 17, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (x, more) => {
      expect(nearSigmoid(x + more)).toBeGreaterThanOrEqual(nearSigmoid(x) - 1e-12);
      expect(Math.abs(nearSigmoid(x) - sigmoid(x))).toBeLessThanOrEqual(sigmoid(x) / 30_000);
    }),
  );
  expect([nearSigmoid(Number.NEGATIVE_INFINITY), nearSigmoid(Number.POSITIVE_INFINITY)]).toEqual([0, 1]);
});
