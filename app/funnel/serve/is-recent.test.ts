import { expect, test } from "vitest";
import { isRecent } from "./is-recent.ts";

test("what was read a moment after a shopper came is recent to them; what a clock set back left behind is not", () => {
  expect([0, 14_999, -40].map((age) => isRecent(50_000, 50_000 + age, 15_000))).toEqual([true, true, true]);
  expect([15_000, -60_000].map((age) => isRecent(50_000, 50_000 + age, 15_000))).toEqual([false, false]);
});
