import type { ListedExperiment } from "./experiment.ts";
import type { LookEffect } from "./look.ts";

/** What the holdout of one offer says it really earned. */
export interface ProvenOffer {
  readonly offerId: number;
  /** the holdout's */
  readonly experimentId: number;
  /** null: not read yet */
  readonly verdict: LookEffect["verdict"]["kind"] | null;
  /** of all visitors it was shown to so far, minor units; null while nothing can be said */
  readonly total: LookEffect["total"];
}

/** One for each offer that has a holdout; of several the first listed, which is the one that runs. */
export function provenOffers(experiments: readonly ListedExperiment[]): ProvenOffer[] {
  const proven = new Map<number, ProvenOffer>();
  for (const { id, kind, offerId, look } of experiments) {
    if (kind !== "offer_holdout" || offerId === null || proven.has(offerId)) continue;
    const effect = look?.effects[0];
    proven.set(offerId, { offerId, experimentId: id, verdict: effect?.verdict.kind ?? null, total: effect?.total ?? null });
  }
  return [...proven.values()];
}
