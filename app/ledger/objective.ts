import { z } from "zod";
import { type Judged, judgeDraft } from "../judge-draft.ts";

/** What an objective may move, and what it is counted in: `money` in minor units, `share` 0 to 1. */
export const METRIC_UNITS = {
  orders: "count",
  new_customers: "count",
  revenue: "money",
  profit: "money",
  aov: "money",
  apf: "count",
  repeat_rate: "share",
  retention_90: "share",
  offer_accepts: "count",
  tripwire_buyers: "count",
  refund_rate: "share",
} as const;
export type Metric = keyof typeof METRIC_UNITS;
export const METRICS = Object.keys(METRIC_UNITS) as Metric[];

/** Those that grow day by day; of the others a few days are as high as many. */
const ADDED_UP: readonly Metric[] = ["orders", "new_customers", "revenue", "profit", "offer_accepts", "tripwire_buyers"];

export function addsUp(metric: Metric): boolean {
  return ADDED_UP.includes(metric);
}

const DAY_MS = 86_400_000;
const LONGEST = 1_096;
const day = z.iso.date("not_a_day");
const amount = z.number("not_a_decimal").min(-1e15, "not_a_decimal").max(1e15, "not_a_decimal");

/** What a baseline is proposed for. */
export const ObjectiveDays = z
  .object({ metric: z.enum(METRICS as [Metric, ...Metric[]]), startsOn: day, endsOn: day })
  .refine(({ startsOn, endsOn }) => lasts(startsOn, endsOn) >= 0 && lasts(startsOn, endsOn) < LONGEST);

/** The fields of an objective, each by itself. */
const ObjectiveFields = z.object({
  name: z.string().trim().min(1, "objective_name_required").max(80, "too_long"),
  metric: z.enum(METRICS as [Metric, ...Metric[]]),
  baseline: amount,
  target: amount,
  startsOn: day,
  endsOn: day,
  /** beside the other objectives */
  weight: z.number("not_a_decimal").gt(0, "weight_range").max(100, "weight_range"),
  /** minor units */
  cost: z.number("not_an_amount").int("not_an_amount").min(0, "not_an_amount").max(Number.MAX_SAFE_INTEGER, "not_an_amount"),
});

/** What the form sends; every message is a code that the locales explain beside its field. Days are whole and in the shop's time zone. */
export const ObjectiveDraft = ObjectiveFields.superRefine((draft, context) => {
  const issue = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
  if (draft.baseline === draft.target) issue("target", "target_is_baseline");
  const days = lasts(draft.startsOn, draft.endsOn);
  if (days < 0) issue("endsOn", "ends_before_start");
  else if (days >= LONGEST) issue("endsOn", "objective_too_long");
  if (METRIC_UNITS[draft.metric] === "share")
    for (const field of ["baseline", "target"] as const) if (draft[field] < 0 || draft[field] > 1) issue(field, "percentage_range");
});

const ANY_DAY = "2026-01-01";
const dayOr = (text: unknown) => (day.safeParse(text).success ? text : ANY_DAY);

/** What is wrong with an objective, all of it at once: a field that cannot be read keeps none of the others from being judged. */
export function judgeObjective(input: unknown): Judged<ObjectiveDraft> {
  return judgeDraft(ObjectiveFields, ObjectiveDraft, input, {
    name: "-",
    baseline: 0.271828,
    target: 0.314159,
    startsOn: ({ endsOn }: Record<string, unknown>) => dayOr(endsOn),
    endsOn: ({ startsOn }: Record<string, unknown>) => dayOr(startsOn),
    weight: 1,
    cost: 0,
  });
}

function lasts(startsOn: string, endsOn: string): number {
  return (Date.parse(endsOn) - Date.parse(startsOn)) / DAY_MS;
}

export type ObjectiveDraft = z.infer<typeof ObjectiveDraft>;

export interface Objective extends ObjectiveDraft {
  readonly id: number;
  readonly archived: boolean;
}

/** What of an objective can be read today. */
export interface ObjectiveRow extends Objective {
  readonly progress: ObjectiveProgress;
}

export interface ObjectiveProgress {
  readonly state: "upcoming" | "running" | "ended";
  /** the days `now` is of, both included; null before it begins */
  readonly measured: { readonly first: string; readonly last: string } | null;
  /** null: nothing to measure it by */
  readonly now: number | null;
  /** what has moved of the way from baseline to target: 0 at the baseline, 1 at the target; null before it begins */
  readonly progress: number | null;
  /** the part of its days that is over: a steady change would be this far */
  readonly expected: number;
  readonly pace: "ahead" | "on_pace" | "behind" | null;
  /** towards the target, in the metric's own unit */
  readonly gained: number | null;
  /** minor units for one unit gained (of a share: for one percentage point); null while nothing is gained or it costs nothing */
  readonly costPerUnit: number | null;
}

export interface MonthValues {
  /** "2026-03" */
  readonly month: string;
  readonly values: Readonly<Record<Metric, number | null>>;
}
