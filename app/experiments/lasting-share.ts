import type { Experiment } from "./experiment.ts";

/** The share a holdout holds out outside of proof mode, 0.1; null where none is known: a test, or a proof from its first day. */
export function lastingShare({ kind, proof, plans }: Pick<Experiment, "kind" | "proof" | "plans">): number | null {
  if (kind === "ab_test") return null;
  return plans.at(proof ? -2 : -1)?.weights[0] ?? null;
}
