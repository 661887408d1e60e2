import type { ListedExperiment } from "./experiment.ts";

/** An experiment of the list, with what measured the same offer before it. */
export interface ExperimentGroup {
  readonly experiment: ListedExperiment;
  /** newest first */
  readonly earlier: readonly ListedExperiment[];
}

/** Holdouts of one offer become one entry, under the one listed first: each change of what is measured ends one and begins another. */
export function groupExperiments(experiments: readonly ListedExperiment[]): ExperimentGroup[] {
  const groups: { experiment: ListedExperiment; earlier: ListedExperiment[] }[] = [];
  for (const experiment of experiments) {
    const { kind, offerId } = experiment;
    const present =
      kind === "offer_holdout" && offerId !== null
        ? groups.find((group) => group.experiment.kind === kind && group.experiment.offerId === offerId)
        : undefined;
    if (present) present.earlier.push(experiment);
    else groups.push({ experiment, earlier: [] });
  }
  return groups;
}
