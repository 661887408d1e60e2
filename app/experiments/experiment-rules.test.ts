import { expect, test } from "vitest";
import { drawNormal, seededRandom } from "../value/models/seeded-random.ts";
import { cuped, summarisePairs } from "./cuped.ts";
import { lastingShare } from "./lasting-share.ts";
import type { Look } from "./look.ts";
import { type MetricSummary, meanAndVariance, summarise } from "./metric-summary.ts";
import { conversionVariation, unitsNeeded } from "./power.ts";
import { LONGEST_PROOF_DAYS, type PowerBasis, type PowerReport, planFor, powerReport } from "./power-report.ts";
import { proofCost } from "./proof-plan.ts";
import { MISMATCH, sampleRatio, seesGrossMismatch, sequentialRatioOfPlans } from "./sample-ratio.ts";
import { boundary, sequential } from "./sequential.ts";
import { ALPHA, type ArmResult, BURN_IN, guardrail, verdict } from "./verdict.ts";
import { welch } from "./welch.ts";
import { winsorCap, winsorise } from "./winsorise.ts";

test("a sample ratio that does not fit its plan is found", () => {
  // 500 and 600 of a half each: 100^2 / 1100 = 9.0909
  expect(sampleRatio([500, 600], [0.5, 0.5])).toBeCloseTo(0.0025689, 6);
  expect(sampleRatio([500, 600], [5, 6])).toBeCloseTo(1, 6);
  expect(sampleRatio([500, 500, 0], [0.5, 0.5, 0])).toBe(1);
  expect(sampleRatio([500, 500, 1], [0.5, 0.5, 0])).toBe(0);
  expect(sampleRatio([0, 0], [0.5, 0.5])).toBe(1);
});

test("the sequential sample ratio trusts the plan longer, and ends in the same place", () => {
  const at = (...users: number[]) => sequentialRatioOfPlans([{ users, weights: [0.5, 0.5] }]);
  // by the logarithms of the gamma function of Python's library
  expect(at(500, 600)).toBeCloseTo(0.12587275670269615, 9);
  expect(at(400, 600) / 5.364915792925794e-8).toBeCloseTo(1, 6);
  expect(at(500, 600)).toBeGreaterThan(sampleRatio([500, 600], [0.5, 0.5]));
  expect(at(5_000, 6_000)).toBeLessThan(MISMATCH);
});

test("hourly looks raise no false alarm about group sizes, where a chi-square of each look would", () => {
  const random = seededRandom(11);
  const RUNS = 400;
  const alarms = { sequential: 0, repeated: 0 };
  for (let run = 0; run < RUNS; run++) {
    // half of them held out for a while, a tenth afterwards; a look every 20 visitors
    const plans = [0.5, 0.1].map((share) => ({ users: [0, 0] as [number, number], weights: [share, 1 - share] }));
    const seen = { sequential: false, repeated: false };
    for (let visitor = 0; visitor < 6_000; visitor++) {
      const plan = plans[visitor < 2_000 ? 0 : 1] as (typeof plans)[number];
      plan.users[random() < (plan.weights[0] as number) ? 0 : 1]++;
      if (visitor % 20 !== 19) continue;
      if (sequentialRatioOfPlans(plans) < MISMATCH) seen.sequential = true;
      if (sampleRatio(plan.users, plan.weights) < MISMATCH) seen.repeated = true;
    }
    if (seen.sequential) alarms.sequential++;
    if (seen.repeated) alarms.repeated++;
  }
  expect(alarms.sequential).toBeLessThanOrEqual(1);
  expect(alarms.repeated).toBeGreaterThan(3);
});

test("daily looks of a quarter at few visitors raise a false alarm about group sizes in less than one holdout of a hundred", () => {
  const random = seededRandom(12);
  const RUNS = 1_000;
  for (const share of [0.5, 0.05]) {
    let alarms = 0;
    for (let run = 0; run < RUNS; run++) {
      const users: [number, number] = [0, 0];
      let alarm = false;
      for (let day = 0; day < 90; day++) {
        for (let visitor = 0; visitor < 10; visitor++) users[random() < share ? 0 : 1]++;
        if (sequentialRatioOfPlans([{ users, weights: [share, 1 - share] }]) < MISMATCH) alarm = true;
      }
      if (alarm) alarms++;
    }
    expect(alarms / RUNS).toBeLessThanOrEqual(0.003);
  }
});

test("gross faults are found among some dozens of visitors and slight ones among many, and too few are not called as planned", () => {
  const half = (...users: number[]) => [{ users, weights: [0.5, 0.5] }];
  expect(sequentialRatioOfPlans(half(31, 92))).toBeLessThan(1e-5);
  expect(sequentialRatioOfPlans(half(60, 180))).toBeLessThan(1e-11);
  expect(sequentialRatioOfPlans(half(50_000, 51_500))).toBeLessThan(MISMATCH);
  expect(seesGrossMismatch(half(0, 0))).toBe(false);
  expect(seesGrossMismatch([])).toBe(false);
  expect(seesGrossMismatch(half(80, 80))).toBe(false);
  expect(seesGrossMismatch(half(100, 100))).toBe(true);
  const tenth = (control: number, treatment: number) => ({ users: [control, treatment], weights: [0.1, 0.9] });
  expect(seesGrossMismatch([tenth(40, 360)])).toBe(false);
  expect(seesGrossMismatch([tenth(70, 630)])).toBe(true);
  // what came under an earlier plan counts
  expect(seesGrossMismatch([tenth(40, 360), ...half(80, 80)])).toBe(true);
});

test("over plans a fault is found in either, an impossible plan at once, and visitors as planned put a repaired one right", () => {
  const half = { users: [1_000, 1_000], weights: [0.5, 0.5] };
  expect(sequentialRatioOfPlans([half, { users: [200, 1_800], weights: [0.1, 0.9] }])).toBe(1);
  expect(sequentialRatioOfPlans([half, { users: [300, 1_700], weights: [0.1, 0.9] }])).toBeLessThan(MISMATCH);
  expect(sequentialRatioOfPlans([half, { users: [1, 1_800], weights: [0, 1] }])).toBe(0);
  expect(sequentialRatioOfPlans([])).toBe(1);
  const broken = [400, 600];
  const before = sequentialRatioOfPlans([{ users: broken, weights: [0.5, 0.5] }]);
  expect(before).toBeLessThan(MISMATCH);
  expect(sequentialRatioOfPlans([{ users: broken.map((users) => users + 20_000), weights: [0.5, 0.5] }])).toBeGreaterThan(MISMATCH);
});

test("power is planned for the interval that decides: twice what a test at its planned end needs, and more beside another tuning", () => {
  const variance = conversionVariation(0.03, 0.9);
  expect(Math.round(variance)).toBe(74);
  const plan = { mean: 1, variance, conversion: 0.03, share: 0.5, lift: 0.1, tuning: "planned" as const };
  // (1.960 + 0.842)^2 x 74 x (2 + 2 x 1.21) / 0.01 for the planned end alone
  const fixed = (share: number) => 7.849 * variance * (1 / share + 1.21 / (1 - share)) * 100;
  expect(boundary(1000, { alpha: ALPHA, tuning: 1000 })).toBeCloseTo(3.035, 3);
  for (const share of [0.5, 0.1]) expect(unitsNeeded({ ...plan, share }) / fixed(share)).toBeCloseTo((3.035 + 0.842) ** 2 / 7.849, 2);
  expect(unitsNeeded({ ...plan, tuning: 5_000 })).toBeGreaterThan(1.1 * unitsNeeded(plan));
});

test("with the visitors planned an always-valid verdict is there eight times of ten", () => {
  const random = seededRandom(21);
  const [conversion, sigma, lift, runs] = [0.3, 0.5, 0.2, 300];
  const plan = { mean: conversion, variance: conversion * Math.exp(sigma * sigma) - conversion ** 2, conversion, share: 0.5, lift };
  const units = unitsNeeded({ ...plan, tuning: "planned" });
  let found = 0;
  for (let run = 0; run < runs; run++) {
    const profits: [number[], number[]] = [[], []];
    for (let unit = 0; unit < units; unit++) {
      const arm = random() < 0.5 ? 0 : 1;
      const profit = random() < conversion ? Math.exp(sigma * drawNormal(random) - sigma ** 2 / 2) * (arm === 1 ? 1 + lift : 1) : 0;
      profits[arm].push(profit);
    }
    const result = sequential(summarise(profits[0]), summarise(profits[1]), { difference: "absolute", alpha: ALPHA, tuning: units });
    if (result.kind === "result" && result.ci[0] > 0) found++;
  }
  expect(found / runs).toBeGreaterThan(0.75);
  expect(found / runs).toBeLessThan(0.87);
});

test("no plan is below the buyers that a verdict needs in the smaller group", () => {
  // profits that hardly vary: the interval alone would be content with some dozens
  const basis: PowerBasis = { from: "visitors", mean: 1, variance: 0.05, conversion: { value: 0.3, source: "own" }, perDay: 20 };
  const { lifts } = powerReport(basis, { share: 0.1 });
  for (const { half, present } of lifts) {
    expect(half.units * 0.5 * 0.3).toBeGreaterThan(BURN_IN);
    expect((present?.units ?? 0) * 0.1 * 0.3).toBeGreaterThan(BURN_IN);
    expect(half.days).toBeCloseTo(half.units / 20, 9);
  }
  // a third group brings its own visitors and its part of the 5 %
  const two = planFor({ ...basis, variance: 10 }, { lift: 0.1 })?.units ?? 0;
  expect((planFor({ ...basis, variance: 10 }, { lift: 0.1, arms: 3 })?.units ?? 0) / two).toBeGreaterThan(1.6);
  expect(planFor(null, { lift: 0.1 })).toBeNull();
  expect(planFor(basis, { lift: 0.1, share: 0 })).toBeNull();
});

test("what four weeks of a proof show is the least lift whose visitors come in them", () => {
  const basis: PowerBasis = { from: "orders", mean: 1, variance: 30, conversion: { value: 0.3, source: "own" }, perDay: 1_000 };
  const days = (lift: number) => planFor(basis, { lift })?.days ?? Number.NaN;
  const provable = powerReport(basis, { share: 0.1 }).provable ?? Number.NaN;
  expect(days(provable)).toBeLessThanOrEqual(LONGEST_PROOF_DAYS);
  expect(days(provable - 0.01)).toBeGreaterThan(LONGEST_PROOF_DAYS);
  expect(powerReport({ ...basis, perDay: 100 }, { share: 0.1 }).provable).toBeNull();
  expect(powerReport({ ...basis, perDay: null }, { share: 0.1 }).provable).toBeNull();
});

test("CUPED keeps the difference and narrows its error as far as the past explains", () => {
  const random = seededRandom(3);
  const arms = [0, 0.2].map((lift) => {
    const before: number[] = [];
    const after: number[] = [];
    for (let unit = 0; unit < 20_000; unit++) {
      const taste = drawNormal(random);
      before.push(5 + taste);
      after.push(7 + lift + 2 * taste + drawNormal(random));
    }
    return { before, after };
  });
  const { theta, arms: adjusted } = cuped(arms.map(({ before, after }) => summarisePairs(before, after)));
  expect(theta).toBeCloseTo(2, 1);
  const plain = welch(summarise(arms[0]?.after ?? []), summarise(arms[1]?.after ?? []), { difference: "absolute", alpha: 0.05 });
  const result = welch(adjusted[0] as MetricSummary, adjusted[1] as MetricSummary, { difference: "absolute", alpha: 0.05 });
  if (plain.kind !== "result" || result.kind !== "result") throw new Error("no result");
  expect(Math.abs(result.expected - 0.2)).toBeLessThan(3 * result.stddev);
  // four fifths of the variance come from taste
  expect((result.stddev / plain.stddev) ** 2).toBeCloseTo(0.2, 1);
  // by hand: the sums of the adjusted values themselves
  const mean = [...(arms[0]?.before ?? []), ...(arms[1]?.before ?? [])].reduce((sum, value) => sum + value, 0) / 40_000;
  const byHand = summarise((arms[1]?.after ?? []).map((value, at) => value - theta * ((arms[1]?.before[at] as number) - mean)));
  expect(meanAndVariance(adjusted[1] as MetricSummary).mean).toBeCloseTo(meanAndVariance(byHand).mean, 9);
  expect(meanAndVariance(adjusted[1] as MetricSummary).variance).toBeCloseTo(meanAndVariance(byHand).variance, 9);
});

test("winsorising caps the largest values only", () => {
  const values = [0, 0, 0, -50, ...Array.from({ length: 99 }, (_, at) => at + 1)];
  expect(winsorCap(values, 0.99)).toBe(98);
  expect([...winsorise([5, 1000, -50], 98)]).toEqual([5, 98, -50]);
  expect(winsorCap([0, 0])).toBe(Infinity);
});

const arm = (n: number, mean: number, conversions: number): ArmResult => ({
  profit: { type: "SampleMean", n, sum: n * mean, sum_squares: n * (mean * mean + 4) },
  conversions,
});

test("a verdict needs the planned sample ratio and enough conversions before it reads the interval", () => {
  const config = { difference: "absolute", alpha: 0.05 } as const;
  expect(verdict(arm(5000, 1, 400), arm(6000, 1, 400), [0.5, 0.5], config).kind).toBe("sample_ratio_mismatch");
  expect(verdict(arm(5000, 1, 49), arm(5000, 9, 400), [0.5, 0.5], config)).toMatchObject({
    kind: "not_enough_data",
    conversions: 49,
    needed: 50,
  });
  expect(verdict(arm(5000, 1, 400), arm(5000, 1.4, 400), [0.5, 0.5], config).kind).toBe("earns");
  expect(verdict(arm(5000, 1, 400), arm(5000, 0.6, 400), [0.5, 0.5], config).kind).toBe("loses");
  expect(verdict(arm(5000, 1, 400), arm(5000, 1.02, 400), [0.5, 0.5], config).kind).toBe("undecided");
});

test("a guardrail breaks only when the harm is shown", () => {
  const rule = { tolerance: 0.03, worse: "lower", alpha: 0.05 } as const;
  const conversion = (n: number, rate: number): MetricSummary => ({ type: "Proportion", n, sum: n * rate });
  expect(guardrail(conversion(100_000, 0.3), conversion(100_000, 0.25), rule)).toBe("broken");
  expect(guardrail(conversion(100_000, 0.3), conversion(100_000, 0.3), rule)).toBe("holds");
  expect(guardrail(conversion(1000, 0.3), conversion(1000, 0.29), rule)).toBe("unclear");
  expect(guardrail(conversion(1000, 0), conversion(1000, 0.29), rule)).toBe("not_enough_data");
  expect(guardrail(conversion(100_000, 0.05), conversion(100_000, 0.07), { ...rule, worse: "higher" })).toBe("broken");
});

test("the share that lasts is the one before a proof, and a test has none", () => {
  const plans = [0.1, 0.2, 0.5].map((share) => ({ from: "2026-03-03T09:00:00.000Z", weights: [share, 1 - share] }));
  expect(lastingShare({ kind: "offer_holdout", proof: true, lastingBp: 300, plans })).toBe(0.03);
  expect(lastingShare({ kind: "offer_holdout", proof: false, lastingBp: null, plans: plans.slice(0, 2) })).toBe(0.2);
  expect(lastingShare({ kind: "offer_holdout", proof: true, lastingBp: null, plans })).toBeNull();
  expect(lastingShare({ kind: "ab_test", proof: false, lastingBp: null, plans })).toBeNull();
});

test("a proof costs what those would have brought who miss the offer because of it", () => {
  const half = (days: number | null) => ({ units: 20_000, days });
  const power = (days: number | null, perDay: number | null): PowerReport => ({
    from: "visitors",
    conversion: { value: 0.3, source: "own" },
    perDay,
    share: 0.1,
    lifts: [{ lift: 0.1, half: half(days), present: null }],
    provable: null,
  });
  const look = (expected: number) => ({ effects: [{ incremental: { expected, ci: [0, 2 * expected] } }] }) as unknown as Look;
  const asked = { lift: 0.1, share: 0.1 };
  // 20 days of 100 visitors, 40 in 100 of them more than now, 1.50 each
  expect(proofCost(power(20, 100), look(150), asked)).toEqual({ days: 20, visitors: 800, profit: 120_000 });
  expect(proofCost(power(3, 100), look(-5), asked)).toEqual({ days: 14, visitors: 560, profit: null });
  expect(proofCost(power(null, null), null, asked)).toEqual({ days: 28, visitors: null, profit: null });
  expect(proofCost(null, look(150), asked)).toEqual({ days: 28, visitors: null, profit: null });
});
