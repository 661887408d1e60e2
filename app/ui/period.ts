export const PERIODS = ["year", "quarter", "all"] as const;
export type Period = (typeof PERIODS)[number];

const DAYS: Record<Period, number | null> = { year: 365, quarter: 90, all: null };

/** null for anything that is not a period's name. */
export function parsePeriod(text: string | null): Period | null {
  return PERIODS.find((period) => period === text) ?? null;
}

/** Where a period ending now begins, as the value room takes it. */
export function periodRange(period: Period, now: Date): { from?: string } {
  const days = DAYS[period];
  return days === null ? {} : { from: new Date(now.getTime() - days * 86_400_000).toISOString() };
}
