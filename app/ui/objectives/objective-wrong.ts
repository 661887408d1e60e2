import type { TFunction } from "i18next";
import type { FieldErrors } from "../../field-errors.ts";
import type { Basis } from "../form/draft.ts";
import { type WrongField, wrongFields } from "../form/wrong-field.ts";
import { reasonWords } from "../reason-words.ts";
import type { ObjectiveForm } from "./objective-form.ts";

/** In the order of the page, with the words beside the control. */
const FIELDS = {
  name: "name",
  metric: "metric",
  startsOn: "starts",
  endsOn: "ends",
  baseline: "baseline",
  target: "target",
  weight: "weight",
  cost: "cost",
} as const satisfies Record<keyof ObjectiveForm, string>;
type Field = keyof typeof FIELDS;

/** What else some of the reasons follow from; the metric also says how the values read. */
const BESIDE: Readonly<Record<string, readonly Field[]>> = {
  ends_before_start: ["startsOn"],
  objective_too_long: ["startsOn"],
  target_is_baseline: ["baseline"],
};

export const objectiveBasis: Basis<ObjectiveForm> = (form, field, code) => {
  const own = field === "baseline" || field === "target" ? (["metric", field] as const) : field in FIELDS ? [field as Field] : [];
  return [...own, ...(BESIDE[code] ?? [])].map((name) => form[name]);
};

export function wrongObjectiveFields(t: TFunction, errors: FieldErrors): WrongField[] {
  const names = (Object.keys(FIELDS) as Field[]).map((field): [string, string] => [field, t(`objectives.field.${FIELDS[field]}`)]);
  return wrongFields(errors, names, (code) => reasonWords(t, "objectives.error", code));
}
