const DAY_MS = 86_400_000;

/** "2026-03-01" of a day counted from 1970. */
export function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The days from 1970 of "2026-03-01". */
export function dayNumber(text: string): number {
  return Math.round(Date.parse(`${text}T00:00:00Z`) / DAY_MS);
}
