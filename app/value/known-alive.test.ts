import { expect, test } from "vitest";
import { knownAlive } from "./known-alive.ts";
import { pAlive } from "./models/customer-orders.ts";

const BG = { name: "bg", params: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } } as const;
const MBG = { name: "mbg", params: { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 } } as const;
const once = { frequency: 0, recency: 0, age: 700 };
const often = { frequency: 3, recency: 600, age: 700 };

test("that a customer of one order two years ago has not left is never told as known where the model only assumes it", () => {
  expect(knownAlive("bg", pAlive(BG, once), [])).toBeNull();
  expect(knownAlive("bg", pAlive(BG, often), [])).toBe(pAlive(BG, often));
  expect(knownAlive("mbg", pAlive(MBG, once), [])).toBe(pAlive(MBG, once));
});

test("orders that hold nobody who left, or hardly any orders at all, say nothing of who has left", () => {
  for (const warning of ["early_estimate", "short_history", "nobody_leaves"] as const) {
    expect(knownAlive("pareto", 0.98, ["long_horizon", warning])).toBeNull();
  }
  expect(knownAlive("pareto", 0.98, ["long_horizon", "quiet_store"])).toBe(0.98);
});
