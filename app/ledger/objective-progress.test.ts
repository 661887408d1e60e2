import { expect, test } from "vitest";
import type { ObjectiveDraft } from "./objective.ts";
import { daysBefore, measuredDays, objectiveProgress, weightedProgress } from "./objective-progress.ts";

const objective: ObjectiveDraft = {
  name: "More orders",
  metric: "orders",
  baseline: 100,
  target: 200,
  startsOn: "2026-04-01",
  endsOn: "2026-04-10",
  weight: 1,
  cost: 5_000,
};

const morning = (day: string) => ({ day, part: 0 });

test("what is counted is counted from its first day to today, a rate over as many days as it lasts", () => {
  expect(daysBefore(objective)).toEqual({ first: "2026-03-22", last: "2026-03-31" });
  const rate = { ...objective, metric: "refund_rate" as const };
  for (const one of [objective, rate]) {
    expect(measuredDays(one, "2026-03-31")).toBeNull();
    expect(measuredDays(one, "2026-06-01")).toEqual({ first: "2026-04-01", last: "2026-04-10" });
  }
  expect(measuredDays(objective, "2026-04-01")).toEqual({ first: "2026-04-01", last: "2026-04-01" });
  expect(measuredDays(objective, "2026-04-06")).toEqual({ first: "2026-04-01", last: "2026-04-06" });
  expect(measuredDays(rate, "2026-04-06")).toEqual({ first: "2026-03-28", last: "2026-04-06" });
});

test("progress of a count is what it has beyond the baseline's part of the days that are over", () => {
  // half of the days: the baseline would have brought 50, the target 100
  expect(objectiveProgress(objective, 100, morning("2026-04-06"))).toEqual({
    state: "running",
    measured: { first: "2026-04-01", last: "2026-04-06" },
    now: 100,
    progress: 0.5,
    expected: 0.5,
    pace: "on_pace",
    gained: 50,
    costPerUnit: 100,
  });
  expect(objectiveProgress(objective, 110, { day: "2026-04-05", part: 0.5 })).toMatchObject({
    expected: 0.45,
    progress: 0.65,
    pace: "ahead",
  });
  expect(objectiveProgress(objective, 40, morning("2026-04-06"))).toMatchObject({
    progress: -0.1,
    pace: "behind",
    gained: -10,
    costPerUnit: null,
  });
  expect(objectiveProgress(objective, 0, morning("2026-04-01"))).toMatchObject({
    state: "running",
    progress: 0,
    expected: 0,
    pace: "on_pace",
  });
  expect(objectiveProgress(objective, 200, { day: "2026-04-11", part: 0.7 })).toMatchObject({ state: "ended", progress: 1, expected: 1 });
  expect(objectiveProgress(objective, 100, morning("2026-03-31"))).toMatchObject({
    state: "upcoming",
    measured: null,
    progress: null,
    expected: 0,
  });
});

test("progress of a rate is its part of the way from baseline to target", () => {
  const rate = { ...objective, metric: "repeat_rate" as const, baseline: 0.2, target: 0.3 };
  expect(objectiveProgress(rate, 0.25, morning("2026-04-06"))).toMatchObject({ expected: 0.5, pace: "on_pace" });
  expect(objectiveProgress(rate, 0.25, morning("2026-04-06")).progress).toBeCloseTo(0.5, 12);
});

test("less can be the aim, and a share costs by the percentage point", () => {
  const less = { ...objective, metric: "refund_rate" as const, baseline: 0.1, target: 0.05 };
  const found = objectiveProgress(less, 0.06, morning("2026-04-11"));
  expect(found.progress).toBeCloseTo(0.8, 12);
  expect(found.gained).toBeCloseTo(0.04, 12);
  expect(found.costPerUnit).toBeCloseTo(1_250, 8);
});

test("together they count by weight, and one that overshoots hides no other", () => {
  const at = (progress: number | null) => ({ ...objectiveProgress(objective, 100, morning("2026-04-06")), progress });
  expect(
    weightedProgress([
      { weight: 3, progress: at(5) },
      { weight: 1, progress: at(-2) },
    ]),
  ).toBe(0.75);
  expect(weightedProgress([{ weight: 3, progress: at(null) }])).toBeNull();
});
