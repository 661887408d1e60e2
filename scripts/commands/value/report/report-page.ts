/** Where a report is written, and how it writes money. */
export interface ReportPage {
  readonly print: (text: string) => void;
  /** currency units */
  readonly money: (value: number) => string;
}

/** A heading, and what the section means in a line. */
export function section({ print }: ReportPage, title: string, meaning?: string): void {
  print("");
  print(title);
  print("-".repeat(title.length));
  if (meaning) print(`${meaning}\n`);
}

/** "2026-03-01" of a day counted from 1970. */
export function dateText(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}

export function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum;
}
