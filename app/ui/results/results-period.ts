import { type Period, parsePeriod, periodRange } from "../period.ts";
import { periodsEnd } from "../value/value-state.ts";

/** The period a ledger page shows: as chosen, else the last 90 days; all time where the shop has been quiet for longer. It is open at its end. */
export function resultsPeriod(
  parameters: URLSearchParams,
  lastOrderAt: string | null,
  now: Date,
): { period: Period; from: string | null; to: null } {
  const { until, quiet } = periodsEnd(lastOrderAt, now);
  const period = parsePeriod(parameters.get("period")) ?? (quiet ? "all" : "quarter");
  return { period, from: periodRange(period, until).from ?? null, to: null };
}
