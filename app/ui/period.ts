export const PERIODS = ["year", "quarter", "all"] as const;
export type Period = (typeof PERIODS)[number];

const DAY_MS = 86_400_000;
/** A store that has not sold for this long is looked at as of its last order. */
const QUIET_DAYS = 90;

/** null: no beginning */
export const PERIOD_DAYS: Record<Period, number | null> = { year: 365, quarter: 90, all: null };

/** The period an address names, else the one that is usual on its page. */
export function chosenPeriod(parameters: URLSearchParams, usual: Period): Period {
  return PERIODS.find((name) => name === parameters.get("period")) ?? usual;
}

interface Asked {
  readonly parameters: URLSearchParams;
  /** ISO 8601, null without any */
  readonly lastOrderAt: string | null;
  readonly now: Date;
  readonly usual: Period;
}

export interface ShownPeriod {
  readonly period: Period;
  /** ISO 8601; null is open */
  readonly from: string | null;
  /** where it ends: now, or just after the last order of a store that is quiet */
  readonly until: Date;
  readonly quiet: boolean;
}

/** The period a page shows, as its address has it; every page counts it back from the same end. */
export function shownPeriod({ parameters, lastOrderAt, now, usual }: Asked): ShownPeriod {
  const period = chosenPeriod(parameters, usual);
  const last = lastOrderAt === null ? now.getTime() : Date.parse(lastOrderAt);
  const quiet = now.getTime() - last > QUIET_DAYS * DAY_MS;
  const until = quiet ? new Date(last + 1_000) : now;
  const days = PERIOD_DAYS[period];
  return { period, from: days === null ? null : new Date(until.getTime() - days * DAY_MS).toISOString(), until, quiet };
}
