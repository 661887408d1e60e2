import type { Experiment } from "./experiment.ts";

/** Whether anybody new comes into an experiment's groups, and if not, why. */
export type Filling = "fills" | "nobody_held_out" | "not_live" | "ended";

/** `live`: whether an offer that it measures is shown to anybody. */
export function fillingOf({
  kind,
  endedAt,
  plans,
  live,
}: Pick<Experiment, "kind" | "endedAt" | "plans"> & { readonly live: boolean }): Filling {
  if (endedAt !== null) return "ended";
  if (kind !== "ab_test" && plans.at(-1)?.weights[0] === 0) return "nobody_held_out";
  return live ? "fills" : "not_live";
}
