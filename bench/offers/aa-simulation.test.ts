import { expect, test } from "vitest";
import { seededRandom } from "../../app/value/models/seeded-random.ts";
import { AA_STUDY, simulateAa } from "./aa-simulation.ts";

test("read daily for four weeks with a tenth held out, nothing is called where nothing is, as a t test would", { timeout: 240_000 }, () => {
  const result = simulateAa(AA_STUDY, 300, seededRandom(28));
  expect(result.sequential).toBeLessThanOrEqual(0.05);
  expect(result.peekingT).toBeGreaterThan(0.15);
});
