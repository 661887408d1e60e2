/** A change says its direction also when it is up: "+12%", "-3%", "0%". */
export function signed(change: number, text: (change: number) => string): string {
  return change > 0 ? `+${text(change)}` : text(change);
}

/** after / before - 1; null where there was nothing, or less, before. */
export function relativeChange(before: number | null | undefined, after: number | null | undefined): number | null {
  if (before === null || before === undefined || after === null || after === undefined || before <= 0) return null;
  return after / before - 1;
}
