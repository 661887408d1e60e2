import type { MetricSummary } from "../../app/experiments/metric-summary.ts";
import { verdict } from "../../app/experiments/verdict.ts";
import { welch } from "../../app/experiments/welch.ts";
import { winsorCap } from "../../app/experiments/winsorise.ts";
import { drawNormal, type Random } from "../../app/value/models/seeded-random.ts";

export interface AaStudy {
  readonly days: number;
  readonly visitorsPerDay: number;
  readonly conversion: number;
  /** log standard deviation of an order's profit */
  readonly sigma: number;
  readonly controlShare: number;
}

export interface AaResult {
  /** share of studies in which the always-valid verdict ever called a difference that is not there */
  readonly sequential: number;
  /** share in which a 95 % t test read at each look did so */
  readonly peekingT: number;
  readonly studies: number;
}

export const AA_STUDY: AaStudy = { days: 28, visitorsPerDay: 1500, conversion: 0.03, sigma: 0.9, controlShare: 0.1 };

/** Experiments without a difference, read every day as the app would read them: how often is one called? */
export function simulateAa(study: AaStudy, studies: number, random: Random): AaResult {
  let sequentialErrors = 0;
  let peekingErrors = 0;
  for (let run = 0; run < studies; run++) {
    const result = oneStudy(study, random);
    if (result.sequential) sequentialErrors++;
    if (result.peekingT) peekingErrors++;
  }
  return { sequential: sequentialErrors / studies, peekingT: peekingErrors / studies, studies };
}

interface Arm {
  n: number;
  readonly profits: number[];
}

function oneStudy(study: AaStudy, random: Random): { sequential: boolean; peekingT: boolean } {
  const arms: readonly [Arm, Arm] = [
    { n: 0, profits: [] },
    { n: 0, profits: [] },
  ];
  const weights = [study.controlShare, 1 - study.controlShare] as const;
  const found = { sequential: false, peekingT: false };
  const planned = study.days * study.visitorsPerDay;
  for (let day = 0; day < study.days; day++) {
    for (let visitor = 0; visitor < study.visitorsPerDay; visitor++) {
      const arm = arms[random() < study.controlShare ? 0 : 1];
      arm.n++;
      if (random() < study.conversion) arm.profits.push(Math.exp(study.sigma * drawNormal(random)));
    }
    const cap = winsorCap([...arms[0].profits, ...arms[1].profits]);
    const [control, treatment] = arms.map(({ n, profits }) => ({ profit: summary(n, profits, cap), conversions: profits.length }));
    if (!control || !treatment) continue;
    const called = verdict(control, treatment, weights, { difference: "absolute", alpha: 0.05, tuning: planned });
    if (called.kind === "earns" || called.kind === "loses") found.sequential = true;
    const t = welch(summary(arms[0].n, arms[0].profits, Infinity), summary(arms[1].n, arms[1].profits, Infinity), {
      difference: "absolute",
      alpha: 0.05,
    });
    if (t.kind === "result" && t.pValue < 0.05) found.peekingT = true;
  }
  return found;
}

function summary(n: number, profits: readonly number[], cap: number): MetricSummary {
  let sum = 0;
  let squares = 0;
  for (const profit of profits) {
    const capped = Math.min(profit, cap);
    sum += capped;
    squares += capped * capped;
  }
  return { type: "SampleMean", n, sum, sum_squares: squares };
}
