import { NOTHING_EARNED, NOTHING_SHOWN } from "./earned.ts";
import type { OfferDay } from "./offer-report.ts";

const DAY_MS = 86_400_000;

/** Every day from the first to the last, those on which nothing happened with zeros. Oldest first. */
export function fillDays(days: readonly OfferDay[]): OfferDay[] {
  const byDay = new Map(days.map((day) => [day.day, day]));
  const sorted = [...byDay.keys()].sort();
  const [first] = sorted;
  const last = sorted.at(-1);
  if (!first || !last) return [];
  const filled: OfferDay[] = [];
  for (let moment = Date.parse(`${first}T00:00:00Z`); moment <= Date.parse(`${last}T00:00:00Z`); moment += DAY_MS) {
    const day = new Date(moment).toISOString().slice(0, 10);
    filled.push(byDay.get(day) ?? { day, shown: NOTHING_SHOWN, earned: NOTHING_EARNED });
  }
  return filled;
}
