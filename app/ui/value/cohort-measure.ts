import type { ValueBase } from "../../value/amounts.ts";
import type { CohortCell, CohortCurvePoint } from "../../value/cohort-table.ts";

export const COHORT_MEASURES = ["retention", "revenue", "profit", "survivors"] as const;
export type CohortMeasure = (typeof COHORT_MEASURES)[number];

/** revenue is taken before refunds only where the whole page is. */
export function measureBase(measure: CohortMeasure, base: ValueBase): ValueBase {
  if (measure === "profit") return "profit";
  return measure === "revenue" && base === "profit" ? "net" : base;
}

/** The figure of a cohort's month, a share for retention and minor units otherwise; null where none still bought. */
export function measureOf(cell: CohortCell | CohortCurvePoint, measure: CohortMeasure, base: ValueBase): number | null {
  const by = measureBase(measure, base);
  if (measure === "retention") return cell.retention;
  if (measure === "survivors") return cell.perActive?.[by] ?? null;
  return cell.cumulativePerCustomer[by];
}
