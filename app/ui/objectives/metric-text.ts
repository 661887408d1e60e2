import { METRIC_UNITS, type Metric } from "../../ledger/objective.ts";
import type { Formats } from "../formats.ts";

const SHARE_DIGITS = 1;
const COUNT_DIGITS = 2;

/** A metric's value as its unit reads. */
export function metricText(
  metric: Metric,
  value: number,
  { money, number, percent }: Pick<Formats, "money" | "number" | "percent">,
): string {
  const unit = METRIC_UNITS[metric];
  if (unit === "money") return money(value);
  return unit === "share" ? percent(value, SHARE_DIGITS) : number(value, COUNT_DIGITS);
}
