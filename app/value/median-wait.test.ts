import { expect, test } from "vitest";
import { medianWait } from "./median-wait.ts";

test("whoever orders several times a day is expected within the day", () => {
  const of = { name: "pareto", params: { r: 0.5, alpha: 10, s: 1, beta: 11 } } as const;
  for (const [x, age] of [
    [5_000, 300],
    [2_000, 700],
  ] as const) {
    const wait = medianWait(of, x, age);
    // The rate of the gamma-Poisson, whose median is ln 2 of the mean.
    expect(wait).toBeCloseTo((Math.LN2 * (age + 10)) / (x + 0.5), 2);
  }
});
