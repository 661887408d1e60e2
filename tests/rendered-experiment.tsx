import type { ReactNode } from "react";
import type { ExperimentDetail } from "../app/experiments/experiment.ts";
import type { Look, LookEffect } from "../app/experiments/look.ts";
import type { PowerReport } from "../app/experiments/power-report.ts";
import type { Locale } from "../app/locales/locale.ts";
import { ExperimentBody } from "../app/ui/experiments/experiment-body.tsx";
import { wordsOf } from "./words-of.tsx";

/** What a merchant in London reads, in pounds. */
export const words = (element: ReactNode, locale: Locale = "en") => wordsOf(element, locale, "GBP", "Europe/London");

const summary = (n: number, mean: number) => ({ type: "SampleMean" as const, n, sum: n * mean, sum_squares: n * (mean * mean + 100) });

/** It earns. */
export const effect: LookEffect = {
  arm: "treatment",
  verdict: { kind: "earns", expected: 120, ci: [40, 200], pValue: 0.001 },
  incremental: { expected: 120, ci: [40, 200] },
  total: { expected: 231_000, ci: [77_000, 385_000] },
  fixed: null,
  chanceToWin: 0.9987,
  varianceExplained: 0.21,
  guardrails: [
    { metric: "conversion", state: "holds" },
    { metric: "order_value", state: "unclear" },
    { metric: "refunds", state: "broken" },
  ],
};

/** Of a tenth held out; with `off`, of groups that have not the sizes they should have. */
export const look = (change: Partial<LookEffect> = {}, off = false): Look => ({
  units: 2_138,
  cap: 9_900,
  atPlannedEnd: false,
  arms: [
    {
      key: "control",
      units: 213,
      conversions: 60,
      orders: 61,
      revenue: 120_000,
      refunded: 1_000,
      profit: 60_000,
      metric: summary(213, 282),
    },
    {
      key: "treatment",
      units: 1_925,
      conversions: 700,
      orders: 720,
      revenue: 1_500_000,
      refunded: 9_000,
      profit: 800_000,
      metric: summary(1_925, 402),
    },
  ],
  effects: [{ ...effect, ...change }],
  sampleRatio: { pValue: off ? 0.00001 : 0.83, mismatch: off, tooFew: false },
  readouts: [
    {
      days: 30,
      arms: [
        { key: "control", units: 100, realised: 30_000, after: 5_000 },
        { key: "treatment", units: 900, realised: 360_000, after: 90_000 },
      ],
      effects: [{ arm: "treatment", expected: 150, ci: [10, 290] }],
    },
    { days: 90, arms: [], effects: [] },
  ],
});

/** Of offer 1, running for 15 days. */
export const holdout: ExperimentDetail = {
  id: 4,
  kind: "offer_holdout",
  offerId: 1,
  offerName: "Socks",
  live: true,
  name: "Offer holdout",
  status: "running",
  seed: "s",
  arms: [
    { key: "control", name: "Nothing shown", change: null },
    { key: "treatment", name: "Offers shown", change: null },
  ],
  plans: [{ from: "2026-03-03T09:00:00.000Z", weights: [0.1, 0.9] }],
  proof: false,
  lastingBp: null,
  liftBp: 1000,
  plannedUnits: 20_000,
  plannedEnd: "2026-04-20T09:00:00.000Z",
  plannedReading: null,
  startedAt: "2026-03-03T09:00:00.000Z",
  endedAt: null,
  pausedReason: null,
  computedAt: "2026-03-18T09:00:00.000Z",
  look: look(),
  looks: [10, 11].map((day) => ({ day: `2026-03-${day}`, units: day * 100, effects: [effect] })),
};

/** Planned from orders. */
export const power: PowerReport = {
  from: "orders",
  conversion: { value: 0.3, source: "assumed" },
  perDay: 590,
  share: 0.1,
  lifts: [
    { lift: 0.05, half: { units: 80_312, days: 136.1 }, present: { units: 223_000, days: 378 } },
    { lift: 0.1, half: { units: 20_078, days: 34.03 }, present: { units: 55_800, days: 94.5 } },
    { lift: 0.2, half: { units: 590, days: 1 }, present: null },
  ],
  provable: 0.12,
};

/** Changes an effect into one that loses. */
export const losing: Partial<LookEffect> = {
  verdict: { kind: "loses", expected: -120, ci: [-200, -40], pValue: 0.001 },
  incremental: { expected: -120, ci: [-200, -40] },
  total: { expected: -231_000, ci: [-385_000, -77_000] },
};

/** The experiment's page; `attributed`: minor units. */
export const page = (change: Partial<ExperimentDetail> = {}, attributed: number | null = 400_000) => (
  <ExperimentBody experiment={{ ...holdout, ...change }} power={power} attributed={attributed} busy={false} act={() => {}} />
);
