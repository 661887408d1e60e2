import type { Comparator } from "./parse-search.ts";

export interface FilterTerm {
  comparator: Comparator;
  value: string;
  prefix: boolean;
}

export type Test<Row> = (row: Row) => boolean;
/** Reads a term once; null means that its value cannot be understood. */
export type Filter<Row> = (term: FilterTerm, now: number) => Test<Row> | null;

/** Shopify keeps whole seconds, so a time that was read can be asked for again. */
export function timeFilter<Row>(timeOf: (row: Row) => number | null): Filter<Row> {
  return (term, now) => {
    const span = timeSpan(term.value, now);
    if (!span) return null;
    const [from, until] = span;
    return (row) => {
      const time = timeOf(row);
      if (time === null) return false;
      const second = Math.floor(time / 1000) * 1000;
      if (term.comparator === ">") return second >= until;
      if (term.comparator === ">=") return second >= from;
      if (term.comparator === "<") return second < from;
      if (term.comparator === "<=") return second < until;
      return second >= from && second < until;
    };
  };
}

function timeSpan(value: string, now: number): [number, number] | null {
  const relative = /^-(\d+)([dwmy])$/.exec(value);
  const days = { d: 1, w: 7, m: 30, y: 365 };
  if (relative) {
    const from = now - Number(relative[1]) * days[relative[2] as keyof typeof days] * 86_400_000;
    return [from, from + 1000];
  }
  if (value === "now") return [now, now + 1000];
  const time = Date.parse(value);
  if (Number.isNaN(time) || !/^\d{4}-\d{2}/.test(value)) return null;
  const from = Math.floor(time / 1000) * 1000;
  return [from, from + (/^\d{4}-\d{2}-\d{2}$/.test(value) ? 86_400_000 : 1000)];
}

export function numberFilter<Row>(numberOf: (row: Row) => number | null): Filter<Row> {
  return ({ comparator, value }) => {
    const wanted = Number(value.replace(/^gid:\/\/shopify\/\w+\//, ""));
    if (value.trim() === "" || Number.isNaN(wanted)) return null;
    return (row) => {
      const number = numberOf(row);
      if (number === null) return false;
      if (comparator === ">") return number > wanted;
      if (comparator === ">=") return number >= wanted;
      if (comparator === "<") return number < wanted;
      if (comparator === "<=") return number <= wanted;
      return number === wanted;
    };
  };
}

/** Whole values, case-insensitive; `field:*` asks for any value, `field:abc*` for a beginning, `a,b` for either. */
export function wordFilter<Row>(valuesOf: (row: Row) => readonly (string | null)[]): Filter<Row> {
  return ({ value, prefix }) => {
    const wanted = value.toLowerCase();
    if (wanted === "*") return (row) => valuesOf(row).some((one) => one !== null && one !== "");
    const either = prefix ? [wanted] : wanted.split(",");
    return (row) =>
      valuesOf(row).some((one) => {
        const text = one?.toLowerCase();
        return text !== undefined && (prefix ? text.startsWith(wanted) : either.includes(text));
      });
  };
}

/** Free text: every word must begin some word of the row's texts. */
export function textFilter<Row>(textsOf: (row: Row) => readonly (string | null)[]): Filter<Row> {
  return ({ value }) => {
    const wanted = words(value.replace(/\*$/, ""));
    return (row) => {
      const have = textsOf(row).flatMap((text) => (text === null ? [] : [...words(text), text.toLowerCase()]));
      return wanted.every((word) => have.some((one) => one.startsWith(word)));
    };
  };
}

export function booleanFilter<Row>(isTrue: (row: Row) => boolean): Filter<Row> {
  return ({ value }) => {
    const wanted = value.toLowerCase();
    return wanted === "true" || wanted === "false" ? (row) => isTrue(row) === (wanted === "true") : null;
  };
}

export function not<Row>(filter: Filter<Row>): Filter<Row> {
  return (term, now) => {
    const test = filter(term, now);
    return test && ((row) => !test(row));
  };
}

function words(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[\s@._+#/-]+/)
    .filter((word) => word !== "");
}
