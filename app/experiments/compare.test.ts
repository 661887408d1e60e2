import { expect, test } from "vitest";
import { bayes } from "./bayes.ts";
import { effectOf } from "./effect.ts";
import type { MetricSummary } from "./metric-summary.ts";
import { sequential, sequentialOneSided } from "./sequential.ts";
import { welch } from "./welch.ts";

const control: MetricSummary = { type: "SampleMean", n: 3407, sum: 1396.87, sum_squares: 52377.9767 };
const treatment: MetricSummary = { type: "SampleMean", n: 3461, sum: 2422.7, sum_squares: 134698.29 };

function numbers(result: object): number[] {
  return Object.values(result)
    .filter((value) => typeof value !== "string")
    .flat()
    .map((value) => Math.round(value * 1e5) / 1e5);
}

test("Welch's test on two sample means, relative difference", () => {
  expect(numbers(welch(control, treatment, { difference: "relative", alpha: 0.05 }))).toEqual([
    0.70732, -0.03526, 1.44989, 0.37879, 0.06191,
  ]);
});

test("Bayesian comparison of two proportions without a prior", () => {
  const result = bayes(
    { type: "Proportion", n: 100, sum: 49 },
    { type: "Proportion", n: 100, sum: 51 },
    { difference: "relative", alpha: 0.05 },
  );
  expect(numbers(result)).toEqual([0.04082, -0.24779, 0.32943, 0.14725, 0.60918, 0.0814, 0.04058]);
});

test("Welch's absolute difference, worked out by the textbook formula", () => {
  const a: MetricSummary = { type: "SampleMean", n: 4, sum: 20, sum_squares: 120 };
  const b: MetricSummary = { type: "SampleMean", n: 5, sum: 40, sum_squares: 340 };
  // means 5 and 8, variances 20/3 and 5: squared errors 5/3 and 1
  const result = welch(a, b, { difference: "absolute", alpha: 0.05 });
  if (result.kind !== "result") throw new Error(result.kind);
  expect(result.expected).toBe(3);
  expect(result.stddev).toBeCloseTo(Math.sqrt(8 / 3), 14);
  // 6.0472 degrees of freedom, t = 1.8371
  expect(result.pValue).toBeCloseTo(0.1154563, 7);
});

test("the always-valid interval follows its formula", () => {
  const result = sequential(control, treatment, { difference: "relative", alpha: 0.05, tuning: 5000 });
  const effect = effectOf(control, treatment, "relative");
  if (result.kind !== "result" || effect.kind !== "effect") throw new Error("no result");
  const n = 3407 + 3461;
  const rho2 = (-2 * Math.log(0.05) + Math.log(-2 * Math.log(0.05) + 1)) / 5000;
  const half = effect.standardError * Math.sqrt((2 * (n * rho2 + 1) * Math.log(Math.sqrt(n * rho2 + 1) / 0.05)) / (n * rho2));
  expect(result.ci[1] - result.expected).toBeCloseTo(half, 12);
  expect(result.pValue).toBe(1 > result.pValue ? result.pValue : 1);
  const strong = sequential(
    control,
    { type: "SampleMean", n: 3461, sum: 6000, sum_squares: 200_000 },
    { difference: "absolute", alpha: 0.05 },
  );
  if (strong.kind !== "result") throw new Error(strong.kind);
  expect(strong.ci[0]).toBeGreaterThan(0);
  expect(strong.pValue).toBeLessThan(0.05);
});

test("interval and p-value of the always-valid test agree about zero", () => {
  for (let sum = 1000; sum <= 7000; sum += 100) {
    const result = sequential(control, { type: "SampleMean", n: 3461, sum, sum_squares: 134_698 }, { difference: "absolute", alpha: 0.05 });
    if (result.kind !== "result") throw new Error(result.kind);
    expect(result.ci[0] > 0 || result.ci[1] < 0).toBe(result.pValue < 0.05);
  }
});

test("a one-sided bound is nearer than the two-sided one", () => {
  const config = { difference: "relative", alpha: 0.05 } as const;
  const both = sequential(control, treatment, config);
  const one = sequentialOneSided(control, treatment, config);
  if (both.kind !== "result" || one.kind !== "result") throw new Error("no result");
  expect(one.lower).toBeGreaterThan(both.ci[0]);
  expect(one.upper).toBeLessThan(both.ci[1]);
  expect(one.expected - one.lower).toBeCloseTo(one.upper - one.expected, 12);
});

test("a proper prior pulls the estimate towards itself, and is scaled to an absolute difference", () => {
  const prior = { mean: 0, variance: 0.04, proper: true };
  const without = bayes(control, treatment, { difference: "relative", alpha: 0.05 });
  const relative = bayes(control, treatment, { difference: "relative", alpha: 0.05, prior });
  const absolute = bayes(control, treatment, { difference: "absolute", alpha: 0.05, prior });
  if (without.kind !== "result" || relative.kind !== "result" || absolute.kind !== "result") throw new Error("no result");
  const weight = 1 / without.stddev ** 2 / (1 / without.stddev ** 2 + 1 / 0.04);
  expect(relative.expected).toBeCloseTo(weight * without.expected, 12);
  const mean = 1396.87 / 3407;
  const plain = bayes(control, treatment, { difference: "absolute", alpha: 0.05 });
  if (plain.kind !== "result") throw new Error(plain.kind);
  expect(absolute.expected).toBeCloseTo(plain.expected / plain.stddev ** 2 / (1 / plain.stddev ** 2 + 1 / (0.04 * mean * mean)), 12);
});

test("an arm that cannot tell anything yet is said plainly", () => {
  const config = { difference: "relative", alpha: 0.05 } as const;
  const zero: MetricSummary = { type: "Proportion", n: 100, sum: 0 };
  expect(welch(zero, { type: "Proportion", n: 100, sum: 3 }, config)).toEqual({ kind: "not_enough_data", reason: "control_mean_is_zero" });
  expect(welch(zero, zero, { ...config, difference: "absolute" })).toEqual({ kind: "not_enough_data", reason: "no_variation" });
  expect(sequential({ type: "Proportion", n: 1, sum: 1 }, zero, config)).toEqual({ kind: "not_enough_data", reason: "too_few_units" });
  expect(bayes({ type: "SampleMean", n: 50, sum: 50, sum_squares: 50 }, treatment, config)).toEqual({
    kind: "not_enough_data",
    reason: "no_variation",
  });
});

test("a relative prior of a control that earned nothing says nothing of an absolute difference", () => {
  const nothing: MetricSummary = { type: "SampleMean", n: 100, sum: 0, sum_squares: 100 };
  const prior = { mean: 0.1, variance: 1, proper: true };
  expect(bayes(nothing, treatment, { difference: "absolute", alpha: 0.05, prior })).toEqual({
    kind: "not_enough_data",
    reason: "control_mean_is_zero",
  });
  expect(bayes(nothing, treatment, { difference: "absolute", alpha: 0.05 }).kind).toBe("result");
});

test("amounts of any size and the smallest alpha give an interval", () => {
  const arm = (scale: number, mean: number): MetricSummary => ({
    type: "SampleMean",
    n: 10,
    sum: 10 * mean * scale,
    sum_squares: 30 * (mean * scale) ** 2,
  });
  const one = welch(arm(1, 1), arm(1, 2), { difference: "relative", alpha: 0.05 });
  if (one.kind !== "result") throw new Error(one.kind);
  for (const scale of [1e-90, 1e90]) {
    const other = welch(arm(scale, 1), arm(scale, 2), { difference: "relative", alpha: 0.05 });
    if (other.kind !== "result") throw new Error(other.kind);
    expect(other.pValue).toBeCloseTo(one.pValue, 12);
    expect(other.ci[0]).toBeCloseTo(one.ci[0], 12);
  }
  for (const compare of [welch, sequential, bayes]) {
    const wide = compare(control, treatment, { difference: "relative", alpha: 1e-100 });
    if (wide.kind !== "result") throw new Error(wide.kind);
    expect(wide.ci[0]).toBeLessThan(-5);
    expect(wide.ci[1]).toBeLessThan(20);
  }
  const early = sequential(control, treatment, { difference: "relative", alpha: 0.05, tuning: 1e-100 });
  if (early.kind !== "result") throw new Error(early.kind);
  expect(early.ci[0]).toBeLessThan(0);
});
