import { addsUp, METRIC_UNITS, type ObjectiveDraft, type ObjectiveProgress } from "./objective.ts";

const DAY_MS = 86_400_000;
/** So far off its expected progress an objective still counts as on pace. */
const ON_PACE = 0.05;

const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
const text = (moment: number) => new Date(moment).toISOString().slice(0, 10);

/** How many days an objective lasts, its first and last included. */
export function objectiveDays({ startsOn, endsOn }: Pick<ObjectiveDraft, "startsOn" | "endsOn">): number {
  return Math.round((at(endsOn) - at(startsOn)) / DAY_MS) + 1;
}

/** A moment in the shop's time zone. */
export interface Today {
  /** "2026-04-06" */
  readonly day: string;
  /** of the day that is over, 0 to 1 */
  readonly part: number;
}

/**
 * The days its metric is measured over, to today or its end: what is counted up from its first day; a rate or an average over as many days as
 * it lasts, like its baseline, because customers who come back, say, are fewer in few days. Null before it begins.
 */
export function measuredDays(
  objective: Pick<ObjectiveDraft, "metric" | "startsOn" | "endsOn">,
  today: string,
): { first: string; last: string } | null {
  if (today < objective.startsOn) return null;
  const last = Math.min(at(objective.endsOn), at(today));
  return { first: addsUp(objective.metric) ? objective.startsOn : text(last - (objectiveDays(objective) - 1) * DAY_MS), last: text(last) };
}

/** The equally long period before it, from which a baseline is proposed. */
export function daysBefore(objective: Pick<ObjectiveDraft, "startsOn" | "endsOn">): { first: string; last: string } {
  const last = at(objective.startsOn) - DAY_MS;
  return { first: text(last - (objectiveDays(objective) - 1) * DAY_MS), last: text(last) };
}

/**
 * Where an objective stands, with its metric at `now` over its measured days. Of a count the baseline's part of the days that are over is no
 * progress yet: (now - expected x baseline) / (target - baseline), which at the end is the way from baseline to target, as for a rate always.
 */
export function objectiveProgress(objective: ObjectiveDraft, now: number | null, { day, part }: Today): ObjectiveProgress {
  const state = day < objective.startsOn ? "upcoming" : day > objective.endsOn ? "ended" : "running";
  const days = objectiveDays(objective);
  const over = Math.round((at(day) - at(objective.startsOn)) / DAY_MS) + part;
  const expected = Math.min(days, Math.max(0, over)) / days;
  const measured = measuredDays(objective, day);
  if (measured === null || now === null)
    return { state, measured, now, progress: null, expected: measured ? expected : 0, pace: null, gained: null, costPerUnit: null };
  const moved = now - (addsUp(objective.metric) ? expected : 1) * objective.baseline;
  const progress = moved / (objective.target - objective.baseline);
  const gained = objective.target > objective.baseline ? moved : -moved;
  const units = METRIC_UNITS[objective.metric] === "share" ? gained * 100 : gained;
  return {
    state,
    measured,
    now,
    progress,
    expected,
    pace: progress > expected + ON_PACE ? "ahead" : progress < expected - ON_PACE ? "behind" : "on_pace",
    gained,
    costPerUnit: objective.cost > 0 && units > 0 ? objective.cost / units : null,
  };
}

/** All objectives together, 0 to 1: each counts by its weight, at least 0 and at most 1, so that one overshot hides no other. Null without any. */
export function weightedProgress(rows: readonly { readonly weight: number; readonly progress: ObjectiveProgress }[]): number | null {
  const known = rows.flatMap(({ weight, progress }) => (progress.progress === null ? [] : [{ weight, progress: progress.progress }]));
  const weights = known.reduce((sum, { weight }) => sum + weight, 0);
  if (weights === 0) return null;
  return known.reduce((sum, { weight, progress }) => sum + weight * Math.min(1, Math.max(0, progress)), 0) / weights;
}
