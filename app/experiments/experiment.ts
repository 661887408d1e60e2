import type { ExperimentArm, RunningExperiment } from "../funnel/choose/running-experiment.ts";
import type { Look, LookEffect } from "./look.ts";

type ExperimentStatus = "draft" | "running" | "paused" | "done" | "archived";

/** An experiment as it is kept. Moments are ISO 8601. */
export interface Experiment extends RunningExperiment {
  readonly name: string;
  readonly status: ExperimentStatus;
  /** 50/50 until the planned end */
  readonly proof: boolean;
  /** the share held out apart from a proof, basis points; null without a proof, and where the experiment began with it */
  readonly lastingBp: number | null;
  /** the relative lift that must not be missed, basis points */
  readonly liftBp: number;
  /** visitors of all arms at which it is to be read */
  readonly plannedUnits: number | null;
  readonly plannedEnd: string | null;
  /** what the first look at the planned end said; null before it */
  readonly plannedReading: PlannedReading | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** a guardrail's code, when one stopped it */
  readonly pausedReason: string | null;
}

/** Welch's interval of each arm of which something could be said, minor units per visitor. It holds for one look, so it is kept of one. */
export interface PlannedReading {
  /** ISO 8601 */
  readonly at: string;
  readonly effects: readonly { readonly arm: string; readonly expected: number; readonly ci: readonly [number, number] }[];
}

/** Columns of `experiments` as `EXPERIMENT_COLUMNS` selects them. */
export interface ExperimentRow {
  id: number;
  kind: RunningExperiment["kind"];
  offer_id: number | null;
  name: string;
  status: ExperimentStatus;
  seed: string;
  arms: ExperimentArm[];
  plans: { from: string; weights: number[] }[];
  proof: boolean;
  lasting_bp: number | null;
  lift_bp: number;
  planned_units: number | null;
  planned_end: Date | null;
  planned_reading: PlannedReading | null;
  started_at: Date | null;
  ended_at: Date | null;
  paused_reason: string | null;
}

export const EXPERIMENT_COLUMNS =
  "id, kind, offer_id, name, status, seed, arms, plans, proof, lasting_bp, lift_bp, planned_units, planned_end, planned_reading, started_at, ended_at, paused_reason"
    .split(", ")
    .map((column) => `e.${column}`)
    .join(", ");

export function experimentFromRow(row: ExperimentRow): Experiment {
  return {
    id: row.id,
    kind: row.kind,
    offerId: row.offer_id,
    name: row.name,
    status: row.status,
    seed: row.seed,
    arms: row.arms,
    plans: row.plans,
    proof: row.proof,
    lastingBp: row.lasting_bp,
    liftBp: row.lift_bp,
    plannedUnits: row.planned_units,
    plannedEnd: row.planned_end?.toISOString() ?? null,
    plannedReading: row.planned_reading,
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    pausedReason: row.paused_reason,
  };
}

/** How long after its end the orders of an experiment's visitors still count for its verdict, days: refunds and second orders come late. */
export const AFTER_END_DAYS = 30;
/** How long after its end an experiment is read for what its visitors bring in the long run, days. */
export const LONG_RUN_DAYS = 180;

/** What the list of experiments is divided into. */
export const STANDINGS = ["running", "ended", "archived"] as const;
export type ExperimentStanding = (typeof STANDINGS)[number];

/** A draft waits beside those that run. */
export const STATUSES_OF: Record<ExperimentStanding, readonly ExperimentStatus[]> = {
  running: ["draft", "running", "paused"],
  ended: ["done"],
  archived: ["archived"],
};

/** An experiment in the list. */
export interface ListedExperiment extends Experiment {
  /** null where it concerns all offers, or the offer is gone */
  readonly offerName: string | null;
  /** an offer that it measures is live */
  readonly live: boolean;
  readonly look: Look | null;
}

/** Whether it is of an offer that was deleted: it can be read, and nothing can be begun with it. */
export function offerIsGone({ offerId, offerName }: Pick<ListedExperiment, "offerId" | "offerName">): boolean {
  return offerId !== null && offerName === null;
}

/** What one day's look said, for the picture over time. */
export interface PastLook {
  /** "2026-03-01", in the shop's time zone */
  readonly day: string;
  readonly units: number;
  readonly effects: readonly Pick<LookEffect, "arm" | "verdict" | "incremental">[];
}

export interface ExperimentDetail extends ListedExperiment {
  readonly computedAt: string | null;
  /** oldest first */
  readonly looks: readonly PastLook[];
}

export type ProofOutcome =
  | { readonly kind: "started"; readonly plannedUnits: number | null; readonly plannedEnd: string }
  | { readonly kind: "ended" }
  | {
      readonly kind: "refused";
      readonly reason: "not_found" | "not_running" | "no_holdout" | "offer_gone" | "already_proving" | "not_proving" | "unknown_lift";
    };

export type ShareOutcome =
  | { readonly kind: "share_changed" }
  | { readonly kind: "refused"; readonly reason: "not_found" | "not_running" | "no_holdout" | "already_proving" | "share_range" };
