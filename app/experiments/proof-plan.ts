import type { Look } from "./look.ts";
import { LONGEST_PROOF_DAYS, type PlannedSample, type PowerReport } from "./power-report.ts";

/** Two whole weeks, so that no day of the week counts more than another. */
const SHORTEST_DAYS = 14;

/** How long a proof lasts at most. */
export function proofDays(plan: PlannedSample | null): number {
  return Math.min(LONGEST_PROOF_DAYS, Math.max(SHORTEST_DAYS, Math.ceil(plan?.days ?? LONGEST_PROOF_DAYS)));
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
  const days = proofDays(planOf(power, lift));
  const visitors = power?.perDay == null ? null : Math.round(power.perDay * days * Math.max(0, 0.5 - share));
  const earned = look?.effects[0]?.incremental?.expected ?? 0;
  return { days, visitors, profit: visitors === null || earned <= 0 ? null : visitors * earned };
}

export interface ProofDoubt {
  /** what it takes to see the lift with half held out */
  readonly units: number;
  readonly days: number;
  /** who come while a proof lasts */
  readonly visitors: number;
}

/** What speaks against a proof for `lift`, by the merchant's own numbers: it ends before enough visitors have come. null: nothing that is known. */
export function proofDoubt(power: PowerReport | null, lift: number): ProofDoubt | null {
  const plan = planOf(power, lift);
  if (power?.perDay == null || !plan || plan.days === null || plan.days <= LONGEST_PROOF_DAYS) return null;
  return { units: plan.units, days: plan.days, visitors: power.perDay * LONGEST_PROOF_DAYS };
}

function planOf(power: PowerReport | null, lift: number): PlannedSample | null {
  return power?.lifts.find((one) => one.lift === lift)?.half ?? null;
}
