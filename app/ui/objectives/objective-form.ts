import { METRIC_UNITS, type Metric, type Objective, type ObjectiveDraft } from "../../ledger/objective.ts";
import type { Locale } from "../../locales/locale.ts";
import { moneyText, parseMoneyText, parsePercentText, percentText } from "../money-text.ts";

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

interface Ground {
  readonly currency: string;
  readonly locale: Locale;
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

/** What is sent; a field that cannot be read is null and its error comes back with the others. */
export function readObjective(form: ObjectiveForm, { currency, locale }: Ground): Record<keyof ObjectiveDraft, unknown> {
  const unit = METRIC_UNITS[form.metric];
  const value = (text: string) => {
    const bare = text.trim().replace(/^[-\u2212]/, "");
    const read = unit === "money" ? parseMoneyText(bare, currency, locale) : unit === "share" ? shareOf(bare) : decimalOf(bare);
    return read === null || bare === text.trim() ? read : -read;
  };
  return {
    name: form.name,
    metric: form.metric,
    startsOn: form.startsOn,
    endsOn: form.endsOn,
    baseline: value(form.baseline),
    target: value(form.target),
    weight: decimalOf(form.weight),
    cost: parseMoneyText(form.cost, currency, locale),
  };
}

function shareOf(text: string): number | null {
  const points = parsePercentText(text);
  return points === null ? null : points / 10_000;
}

function decimalOf(text: string): number | null {
  return /^\d{1,12}(?:[.,]\d{1,4})?$/.test(text.trim()) ? Number(text.trim().replace(",", ".")) : null;
}

function decimalText(value: number, locale: Locale): string {
  return locale === "vi" ? String(value).replace(".", ",") : String(value);
}
