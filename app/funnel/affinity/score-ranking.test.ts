import { expect, test } from "vitest";
import { clearlyBetter } from "./score-ranking.ts";

test("a better ranking by one case is not clearly better", () => {
  expect(clearlyBetter(Float64Array.of(1, 0, 0, 0), Float64Array.of(0, 0, 0, 0))).toBe(false);
  expect(clearlyBetter(Float64Array.of(1, 1, 1, 0), Float64Array.of(0, 0, 0, 0))).toBe(true);
  expect(clearlyBetter(Float64Array.of(), Float64Array.of())).toBe(false);
});
