import type { Experiment } from "./experiment.ts";

/** The share a holdout holds out apart from a proof, 0.1; null where none is known: a test, or a proof from its first day. */
export function lastingShare({ kind, proof, lastingBp, plans }: Pick<Experiment, "kind" | "proof" | "lastingBp" | "plans">): number | null {
  if (kind === "ab_test") return null;
  if (proof) return lastingBp === null ? null : lastingBp / 10_000;
  return plans.at(-1)?.weights[0] ?? null;
}
