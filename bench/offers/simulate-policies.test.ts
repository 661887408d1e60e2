import { expect, test } from "vitest";
import { simulatePolicies } from "./simulate-policies.ts";

test("the policy earns most of what an oracle would, where chasing accepts loses money in some stores", { timeout: 600_000 }, () => {
  const result = simulatePolicies(6, 60_000, 1, ["thompson_accepts", "thompson_margin", "incremental"]);
  expect(result.incremental.mean).toBeGreaterThanOrEqual(0.7);
  expect(result.incremental.minimum).toBeGreaterThan(0);
  expect(result.thompson_accepts.minimum).toBeLessThan(0);
  expect(result.thompson_accepts.mean).toBeLessThan(0.25);
  expect(result.incremental.mean).toBeGreaterThan(result.thompson_margin.mean);
  // the dashboard's favourite earns less
  expect(result.thompson_margin.attributed).toBeGreaterThan(result.incremental.attributed);
});

test("the same seed gives the same result", () => {
  expect(simulatePolicies(1, 2000, 7)).toEqual(simulatePolicies(1, 2000, 7));
});
