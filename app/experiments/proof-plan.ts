import type { Look } from "./look.ts";
import type { PlannedSample, PowerReport } from "./power-report.ts";

/** Holding half of the visitors out is dear: as short as two whole weeks, never longer than four. */
const SHORTEST_DAYS = 14;
const LONGEST_DAYS = 28;

/** How long a proof lasts at most. */
export function proofDays(plan: PlannedSample | null): number {
  return Math.min(LONGEST_DAYS, Math.max(SHORTEST_DAYS, Math.ceil(plan?.days ?? LONGEST_DAYS)));
}

export interface ProofCost {
  /** at most */
  readonly days: number;
  /** who miss the offer beyond those who do anyway, at present traffic; null where there is none */
  readonly visitors: number | null;
  /** what those would have brought, minor units; null where it is not known, or the offer does not earn */
  readonly profit: number | null;
}

/** What a proof for `lift` (0.1: 10 %) costs on top of the `share` held out now: the profit of those who miss the offer because of it. */
export function proofCost(power: PowerReport | null, look: Look | null, { lift, share }: { lift: number; share: number }): ProofCost {
  const days = proofDays(power?.lifts.find((one) => one.lift === lift)?.half ?? null);
  const visitors = power?.perDay == null ? null : Math.round(power.perDay * days * Math.max(0, 0.5 - share));
  const earned = look?.effects[0]?.incremental?.expected ?? 0;
  return { days, visitors, profit: visitors === null || earned <= 0 ? null : visitors * earned };
}
