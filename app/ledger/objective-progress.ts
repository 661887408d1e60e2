import { METRIC_UNITS, type ObjectiveDraft, type ObjectiveProgress } from "./objective.ts";

const DAY_MS = 86_400_000;
/** So far off its expected progress an objective still counts as on pace. */
const ON_PACE = 0.05;

const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
const text = (moment: number) => new Date(moment).toISOString().slice(0, 10);

/** How many days an objective lasts, its first and last included. */
export function objectiveDays({ startsOn, endsOn }: Pick<ObjectiveDraft, "startsOn" | "endsOn">): number {
  return Math.round((at(endsOn) - at(startsOn)) / DAY_MS) + 1;
}

/**
 * The days its metric is measured over today: as many as it lasts, to yesterday or to its end. So the first reading is the period
 * before it, the last one the period itself, and a count can be set against a baseline of a whole period from the first day on.
 */
export function measuredDays(objective: Pick<ObjectiveDraft, "startsOn" | "endsOn">, today: string): { first: string; last: string } {
  const last = Math.min(at(objective.endsOn), at(today) - DAY_MS);
  return { first: text(last - (objectiveDays(objective) - 1) * DAY_MS), last: text(last) };
}

/** The equally long period before it, from which a baseline is proposed. */
export function daysBefore(objective: Pick<ObjectiveDraft, "startsOn" | "endsOn">): { first: string; last: string } {
  const last = at(objective.startsOn) - DAY_MS;
  return { first: text(last - (objectiveDays(objective) - 1) * DAY_MS), last: text(last) };
}

/** Where an objective stands, with its metric at `now`. */
export function objectiveProgress(objective: ObjectiveDraft, now: number | null, today: string): ObjectiveProgress {
  const state = today < objective.startsOn ? "upcoming" : today > objective.endsOn ? "ended" : "running";
  const over = Math.round((Math.min(at(today), at(objective.endsOn) + DAY_MS) - at(objective.startsOn)) / DAY_MS);
  const expected = Math.max(0, over) / objectiveDays(objective);
  if (state === "upcoming" || now === null) return { state, now, progress: null, expected, pace: null, gained: null, costPerUnit: null };
  const progress = (now - objective.baseline) / (objective.target - objective.baseline);
  const gained = objective.target > objective.baseline ? now - objective.baseline : objective.baseline - now;
  const units = METRIC_UNITS[objective.metric] === "share" ? gained * 100 : gained;
  return {
    state,
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
