import type { Experiment } from "../experiments/experiment.ts";
import { type Filling, fillingOf } from "../experiments/filling.ts";
import type { Look } from "../experiments/look.ts";

/** no_experiment: none was begun; not_read: begun, not read yet */
export type NoIncremental = "no_experiment" | "not_read" | "not_enough_data" | "sample_ratio_mismatch";

/** What an offer (or all of them) earned that would not have been earned without it, by its holdout's latest look. Minor units. */
export type Incremental =
  | {
      readonly kind: "known";
      readonly experimentId: number;
      readonly verdict: "earns" | "loses" | "undecided";
      /** of all `visitors` together, with the interval that holds at any time it is read */
      readonly expected: number;
      readonly low: number;
      readonly high: number;
      /** who saw it and who was held out, as far as the place came into view */
      readonly visitors: number;
      readonly heldOut: number;
      /** ISO 8601 */
      readonly since: string | null;
      readonly asOf: string;
      /** invested in the orders of those visitors until then */
      readonly invested: number;
    }
  | {
      readonly kind: "unknown";
      readonly reason: NoIncremental;
      readonly experimentId: number | null;
      /** orders of the smaller group so far and how many are needed; only with not_enough_data */
      readonly conversions: number | null;
      readonly needed: number | null;
      /** whether that will change by itself; null without an experiment */
      readonly filling: Filling | null;
    };

export interface HoldoutRow extends Pick<Experiment, "kind" | "plans"> {
  readonly id: number;
  /** an offer that it measures is live */
  readonly live: boolean;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly computedAt: Date | null;
  readonly result: Look | null;
  readonly invested: number;
}

/** What the latest look says, or why it says nothing yet. */
export function incrementalOf(row: HoldoutRow | undefined): Incremental {
  const unknown = (reason: NoIncremental, counts: { conversions: number; needed: number } | null = null) =>
    ({
      kind: "unknown",
      reason,
      experimentId: row?.id ?? null,
      conversions: counts?.conversions ?? null,
      needed: counts?.needed ?? null,
      filling: row ? fillingOf({ ...row, endedAt: row.endedAt?.toISOString() ?? null }) : null,
    }) as const;
  if (!row) return unknown("no_experiment");
  const effect = row.result?.effects[0];
  if (!row.result || !row.computedAt || !effect) return unknown("not_read");
  const { verdict, total } = effect;
  if (verdict.kind === "sample_ratio_mismatch") return unknown("sample_ratio_mismatch");
  if (verdict.kind === "not_enough_data") return unknown("not_enough_data", verdict);
  if (!total) return unknown("not_enough_data");
  const units = (of: (key: string) => boolean) =>
    row.result?.arms.filter(({ key }) => of(key)).reduce((sum, arm) => sum + arm.units, 0) ?? 0;
  return {
    kind: "known",
    experimentId: row.id,
    verdict: verdict.kind,
    expected: total.expected,
    low: total.ci[0],
    high: total.ci[1],
    visitors: units((key) => key === effect.arm),
    heldOut: units((key) => key !== effect.arm),
    since: row.startedAt?.toISOString() ?? null,
    asOf: row.computedAt.toISOString(),
    invested: row.invested,
  };
}
