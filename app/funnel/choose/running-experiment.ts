import { hashUnit } from "../policy/hash-unit.ts";

/** What decisions need of an experiment; `experiments` has the rest. */
export interface RunningExperiment {
  readonly id: number;
  readonly kind: "global_holdout" | "offer_holdout" | "ab_test";
  /** null for the global holdout */
  readonly offerId: number | null;
  readonly seed: string;
  /** control first */
  readonly arms: readonly ExperimentArm[];
  /** planned shares of the arms, the last plan is in force */
  readonly plans: readonly { readonly from: string; readonly weights: readonly number[] }[];
}

export interface ExperimentArm {
  /** "control", "treatment", "b", "c" ... */
  readonly key: string;
  readonly name: string;
  /** what this arm shows instead of what the offer says; holdouts have none */
  readonly change: {
    readonly headline?: string;
    readonly body?: string /** percentage, basis points */;
    readonly discountBp?: number;
  } | null;
}

export interface ExperimentAssignment {
  readonly experimentId: number;
  readonly arm: string;
  /** position of the plan in force */
  readonly plan: number;
  /** assigned before; nothing is to be kept */
  readonly known: boolean;
}

/** The arm of a visitor: the first one kept for it wins, else its bucket decides by the plan in force. In [0, 1), seeded by the experiment. */
export function assignVisitor(experiment: RunningExperiment, visitor: string, kept: string | undefined): ExperimentAssignment {
  const plan = experiment.plans.length - 1;
  const at = (arm: string, known: boolean) => ({ experimentId: experiment.id, arm, plan, known });
  if (kept !== undefined && experiment.arms.some((arm) => arm.key === kept)) return at(kept, true);
  const weights = experiment.plans[plan]?.weights ?? [];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const bucket = hashUnit(experiment.seed, visitor) * total;
  let reached = 0;
  for (const [index, arm] of experiment.arms.entries()) {
    reached += weights[index] ?? 0;
    if (bucket < reached) return at(arm.key, false);
  }
  return at(experiment.arms.at(-1)?.key ?? "control", false);
}
