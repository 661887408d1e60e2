import { unitsNeeded } from "./power.ts";

/** The merchant's own numbers, as far as there are any. Money in minor units. */
export interface PowerBasis {
  /** what the mean and variance were taken from: visitors of the holdout so far, or the shop's orders and a conversion */
  readonly from: "visitors" | "orders";
  /** profit of one eligible visitor */
  readonly mean: number;
  readonly variance: number;
  /** share of eligible visitors who buy; assumed: too few have been watched yet */
  readonly conversion: { readonly value: number; readonly assumed: boolean };
  /** eligible visitors a day at present; null: none have been seen lately */
  readonly perDay: number | null;
}

export interface PlannedSample {
  /** visitors of both arms */
  readonly units: number;
  /** at present traffic; null where there is none */
  readonly days: number | null;
}

export interface PowerReport extends Pick<PowerBasis, "from" | "conversion" | "perDay"> {
  /** share held out now, 0.1 */
  readonly share: number;
  readonly lifts: readonly { readonly lift: number; readonly half: PlannedSample; readonly present: PlannedSample | null }[];
}

export const POWER_LIFTS = [0.05, 0.1, 0.2] as const;

/** What it takes not to miss `lift` (0.1: 10 %) with `share` in the smaller arm. */
export function planFor(basis: PowerBasis | null, share: number, lift: number): PlannedSample | null {
  if (!basis || !(share > 0 && share < 1)) return null;
  const units = unitsNeeded({ mean: basis.mean, variance: basis.variance, share, lift });
  return { units, days: basis.perDay === null ? null : units / basis.perDay };
}

export function powerReport(basis: PowerBasis, share: number): PowerReport {
  const { from, conversion, perDay } = basis;
  return {
    from,
    conversion,
    perDay,
    share,
    lifts: POWER_LIFTS.map((lift) => ({ lift, half: planFor(basis, 0.5, lift) as PlannedSample, present: planFor(basis, share, lift) })),
  };
}
