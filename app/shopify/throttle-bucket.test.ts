import fc from "fast-check";
import { expect, test } from "vitest";
import { availableAt, type Bucket, spend, waitFor } from "./throttle-bucket.ts";

const bucket = fc.record({
  maximumAvailable: fc.integer({ min: 10, max: 20_000 }),
  currentlyAvailable: fc.integer({ min: -2000, max: 10 }),
  restoreRate: fc.integer({ min: 1, max: 2000 }),
  at: fc.integer({ min: 0, max: 1e12 }),
});

test("after the wait the bucket holds what the request costs, and not noticeably before", () => {
  fc.assert(
    fc.property(bucket, fc.integer({ min: 1, max: 3000 }), (state: Bucket, cost) => {
      const needed = Math.min(cost, state.maximumAvailable);
      const wait = waitFor(state, cost, state.at);
      expect(availableAt(state, state.at + wait)).toBeGreaterThanOrEqual(needed - 1e-6);
      if (wait > 1) expect(availableAt(state, state.at + wait - 2)).toBeLessThan(needed);
    }),
  );
});

test("a bucket never holds more than it can, and spending takes exactly the cost", () => {
  fc.assert(
    fc.property(bucket, fc.nat(1e7), fc.nat(500), (state, later, cost) => {
      const now = state.at + later;
      expect(availableAt(state, now)).toBeLessThanOrEqual(state.maximumAvailable);
      expect(availableAt(spend(state, cost, now), now)).toBeCloseTo(availableAt(state, now) - cost);
    }),
  );
});

test("a clock that went back does not empty a bucket", () => {
  expect(availableAt({ maximumAvailable: 100, currentlyAvailable: 50, restoreRate: 10, at: 5000 }, 1000)).toBe(50);
});
