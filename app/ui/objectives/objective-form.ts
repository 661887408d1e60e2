import { METRIC_UNITS, type Metric, type Objective, type ObjectiveDraft } from "../../ledger/objective.ts";
import { type Ground, type Read, readFields } from "../form/read-fields.ts";
import { decimalText, moneyText, percentText } from "../money-text.ts";

/** An objective as it stands in the form's fields. */
export interface ObjectiveForm {
  readonly name: string;
  readonly metric: Metric;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly baseline: string;
  readonly target: string;
  readonly weight: string;
  readonly cost: string;
}

const DAY_MS = 86_400_000;
/** a quarter: long enough to move something, short enough to hear of it */
const FIRST_DAYS = 90;

/** A new objective: a quarter from today on. */
export function newObjectiveForm(today: string): ObjectiveForm {
  const endsOn = new Date(Date.parse(today) + (FIRST_DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  return { name: "", metric: "profit", startsOn: today, endsOn, baseline: "", target: "", weight: "1", cost: "0" };
}

export function objectiveForm(objective: Objective, ground: Ground): ObjectiveForm {
  const { name, metric, startsOn, endsOn, baseline, target, weight, cost } = objective;
  const text = (value: number) => valueText(metric, value, ground);
  return {
    name,
    metric,
    startsOn,
    endsOn,
    baseline: text(baseline),
    target: text(target),
    weight: decimalText(weight, ground.locale),
    cost: moneyText(cost, ground.currency, ground.locale),
  };
}

/** A metric's value as a field shows it: money without currency, shares as percent without the sign. */
export function valueText(metric: Metric, value: number, { currency, locale }: Ground): string {
  const unit = METRIC_UNITS[metric];
  if (unit === "money") return moneyText(Math.round(value), currency, locale);
  return unit === "share" ? percentText(Math.round(value * 10_000), locale) : decimalText(Math.round(value * 100) / 100, locale);
}

/** The objective as the ledger room takes it, or by field the code of what cannot be read. */
export function readObjective(form: ObjectiveForm, ground: Ground): Read<Record<keyof ObjectiveDraft, unknown>> {
  const read = readFields(ground);
  const unit = METRIC_UNITS[form.metric];
  const value = (field: "baseline" | "target") => {
    if (unit === "share") return read.percent.signed(field, form[field]) / 10_000;
    return (unit === "money" ? read.money : read.decimal).signed(field, form[field]);
  };
  return read.done({
    name: read.filled("name", form.name, "objective_name_required"),
    metric: form.metric,
    startsOn: read.filled("startsOn", form.startsOn, "not_a_day"),
    endsOn: read.filled("endsOn", form.endsOn, "not_a_day"),
    baseline: value("baseline"),
    target: value("target"),
    weight: read.decimal("weight", form.weight),
    cost: read.money("cost", form.cost),
  });
}
