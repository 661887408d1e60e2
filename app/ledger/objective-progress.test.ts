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

test("it is measured over as many days as it lasts, from the period before it to the period itself", () => {
  expect(daysBefore(objective)).toEqual({ first: "2026-03-22", last: "2026-03-31" });
  expect(measuredDays(objective, "2026-04-01")).toEqual({ first: "2026-03-22", last: "2026-03-31" });
  expect(measuredDays(objective, "2026-04-06")).toEqual({ first: "2026-03-27", last: "2026-04-05" });
  expect(measuredDays(objective, "2026-06-01")).toEqual({ first: "2026-04-01", last: "2026-04-10" });
});

test("progress is the part of the way from baseline to target, beside the part of the days that is over", () => {
  expect(objectiveProgress(objective, 150, "2026-04-06")).toEqual({
    state: "running",
    now: 150,
    progress: 0.5,
    expected: 0.5,
    pace: "on_pace",
    gained: 50,
    costPerUnit: 100,
  });
  expect(objectiveProgress(objective, 170, "2026-04-06").pace).toBe("ahead");
  expect(objectiveProgress(objective, 90, "2026-04-06")).toMatchObject({ progress: -0.1, pace: "behind", gained: -10, costPerUnit: null });
  expect(objectiveProgress(objective, 200, "2026-04-11")).toMatchObject({ state: "ended", progress: 1, expected: 1 });
  expect(objectiveProgress(objective, 100, "2026-03-31")).toMatchObject({ state: "upcoming", progress: null, expected: 0 });
});

test("less can be the aim, and a share costs by the percentage point", () => {
  const less = { ...objective, metric: "refund_rate" as const, baseline: 0.1, target: 0.05 };
  const found = objectiveProgress(less, 0.06, "2026-04-11");
  expect(found.progress).toBeCloseTo(0.8, 12);
  expect(found.gained).toBeCloseTo(0.04, 12);
  expect(found.costPerUnit).toBeCloseTo(1_250, 8);
});

test("together they count by weight, and one that overshoots hides no other", () => {
  const at = (progress: number | null) => ({ ...objectiveProgress(objective, 150, "2026-04-06"), progress });
  expect(
    weightedProgress([
      { weight: 3, progress: at(5) },
      { weight: 1, progress: at(-2) },
    ]),
  ).toBe(0.75);
  expect(weightedProgress([{ weight: 3, progress: at(null) }])).toBeNull();
});
