import { expect, test } from "vitest";
import { tokenBuckets } from "./token-bucket.ts";

test("a key may do a burst at once and then as much as time gives back; others are not its concern", () => {
  const buckets = tokenBuckets({ burst: 3, perSecond: 2, keys: 10 });
  expect([1, 2, 3, 4].map(() => buckets.take("a", 0))).toEqual([true, true, true, false]);
  expect(buckets.take("b", 0)).toBe(true);
  expect(buckets.take("a", 499)).toBe(false);
  expect(buckets.take("a", 1_000)).toBe(true);
});

test("no more keys are remembered than allowed", () => {
  const buckets = tokenBuckets({ burst: 1, perSecond: 0, keys: 2 });
  for (const key of ["a", "b", "c"]) expect(buckets.take(key, 0)).toBe(true);
  expect(buckets.take("c", 0)).toBe(false);
  expect(buckets.take("a", 0)).toBe(true);
});

test("a key that goes on asking is held to its limit however many others come and go meanwhile", () => {
  const buckets = tokenBuckets({ burst: 5, perSecond: 1, keys: 1_000 });
  let allowed = 0;
  for (let ms = 0; ms < 60_000; ms += 100) {
    if (buckets.take("flood", ms)) allowed++;
    buckets.take(`once ${ms}`, ms);
  }
  expect(allowed).toBe(5 + 59);
});
