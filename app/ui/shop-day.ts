/** The moment a day ("2026-03-01") begins in a time zone, as ISO; null when it is no day. */
export function dayStart(day: string, timezone: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return null;
  // Twice, because the offset at the guess may be the one of the other side of a clock change.
  let moment = midnight;
  for (let round = 0; round < 2; round++) moment = midnight - offset(moment, timezone);
  // Where clocks leap over midnight the day begins at the leap.
  while (dayOf(new Date(moment).toISOString(), timezone) < day) moment += 1_800_000;
  return new Date(moment).toISOString();
}

/** The last second of a day in a time zone. */
export function dayEnd(day: string, timezone: string): string | null {
  if (dayStart(day, timezone) === null) return null;
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const start = dayStart(next, timezone);
  return start && new Date(Date.parse(start) - 1_000).toISOString();
}

/** Which day ("2026-03-01") a moment falls on in a time zone. */
export function dayOf(iso: string, timezone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: timezone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(iso));
}

/** Local minus universal time, in milliseconds. */
function offset(moment: number, timezone: string): number {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone: timezone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(new Date(moment));
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second")) - Math.floor(moment / 1000) * 1000;
}
