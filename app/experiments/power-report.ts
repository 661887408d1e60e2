import { unitsNeeded } from "./power.ts";
import { DEFAULT_TUNING } from "./sequential.ts";
import { ALPHA } from "./verdict.ts";

/** The merchant's own numbers, as far as there are any. Money in minor units. */
export interface PowerBasis {
  /** what the mean and variance were taken from: visitors of the holdout so far, or the shop's orders and a conversion */
  readonly from: "visitors" | "orders";
  /** profit of one eligible visitor */
  readonly mean: number;
  readonly variance: number;
  /** share of eligible visitors who buy; store: of the shop's visitors at the same places; assumed: too few have been watched yet */
  readonly conversion: { readonly value: number; readonly source: "own" | "store" | "assumed" };
  /** eligible visitors a day at present; null: none have been seen lately */
  readonly perDay: number | null;
}

export interface PlannedSample {
  /** visitors of all arms */
  readonly units: number;
  /** at present traffic; null where there is none */
  readonly days: number | null;
}

export interface PowerReport extends Pick<PowerBasis, "from" | "conversion" | "perDay"> {
  /** share held out now, 0.1 */
  readonly share: number;
  /** half: in proof mode, or in a test's equal groups */
  readonly lifts: readonly { readonly lift: number; readonly half: PlannedSample; readonly present: PlannedSample | null }[];
  /** the least lift that the longest proof shows at present traffic, in whole percent, 0.37; null: not even 100 %, or there is no traffic */
  readonly provable: number | null;
}

/** Days beyond which a wait is no plan. */
const LONGEST_WAIT = 730;

/** Whether that many days are so many that it is better to change something than to wait. */
export function isTooLong(days: number): boolean {
  return days > LONGEST_WAIT;
}

/** Holding half of the visitors out is dear: never longer than four weeks. */
export const LONGEST_PROOF_DAYS = 28;

export const POWER_LIFTS = [0.05, 0.1, 0.2] as const;

const WHOLE_PERCENTS = Array.from({ length: 100 }, (_, at) => (at + 1) / 100);

interface PlanQuestion {
  /** 0.1: 10 % */
  readonly lift: number;
  /** of the smaller one of two arms; more arms are alike */
  readonly share?: number;
  /** control and those compared with it */
  readonly arms?: number;
  /** units at which the interval is tightest, where those needed are not planned */
  readonly tuning?: number;
}

/** What it takes until a verdict says so, eight times of ten, if the lift is there. */
export function planFor(basis: PowerBasis | null, { lift, share = 0.5, arms = 2, tuning }: PlanQuestion): PlannedSample | null {
  if (!basis || !(share > 0 && share < 1)) return null;
  const { mean, variance, conversion, perDay } = basis;
  const alpha = ALPHA / (arms - 1);
  const pair = unitsNeeded({ mean, variance, conversion: conversion.value, share, lift, alpha, tuning: tuning ?? "planned" });
  // a pair of groups needs what two halves need; each further group as much as one of them
  const units = Math.ceil((pair * arms) / 2);
  return { units, days: perDay === null ? null : units / perDay };
}

/** `share`: held out now; `arms`: of a test, which shares its visitors equally; `plannedUnits`: those of the experiment, where it has any. */
export function powerReport(
  basis: PowerBasis,
  { share, arms = 2, plannedUnits = null }: { share: number; arms?: number; plannedUnits?: number | null },
): PowerReport {
  const { from, conversion, perDay } = basis;
  return {
    from,
    conversion,
    perDay,
    share,
    lifts: POWER_LIFTS.map((lift) => ({
      lift,
      half: planFor(basis, { lift, arms }) as PlannedSample,
      present: planFor(basis, { lift, share, tuning: plannedUnits ?? DEFAULT_TUNING }),
    })),
    provable: WHOLE_PERCENTS.find((lift) => (planFor(basis, { lift })?.days ?? Number.POSITIVE_INFINITY) <= LONGEST_PROOF_DAYS) ?? null,
  };
}
