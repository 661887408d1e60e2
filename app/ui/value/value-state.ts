import { VALUE_BASES, type ValueBase } from "../../value/amounts.ts";
import { chosenPeriod, PERIOD_DAYS, type Period } from "../period.ts";

export const COMPARES = ["before", "year_before", "none"] as const;
export type Compare = (typeof COMPARES)[number];

/** What the Value page shows, as its address carries it. */
export interface ValueState {
  readonly period: Period;
  readonly compare: Compare;
  readonly base: ValueBase;
}

export const USUAL_PERIOD: Period = "year";
const DAY_MS = 86_400_000;
/** A period compared with may miss this much at its beginning; one that misses more would make any store look as if it grew. */
const MISSING_DAYS = 7;

/** Anything the address does not say right falls back to the last year, beside what comes first for the period, on the shop's own base. */
export function parseValueState(parameters: URLSearchParams, shopBase: ValueBase): ValueState {
  const period = chosenPeriod(parameters, USUAL_PERIOD);
  const compares = comparesOf(period);
  return {
    period,
    compare: compares.find((one) => one === parameters.get("compare")) ?? compares[0],
    base: VALUE_BASES.find((one) => one === parameters.get("base")) ?? shopBase,
  };
}

/** What a period can be set against: all time against nothing, and a year's "a year earlier" is the period before. */
export function comparesOf(period: Period): readonly [Compare, ...Compare[]] {
  if (period === "all") return ["none"];
  return period === "year" ? ["before", "none"] : COMPARES;
}

export interface ValueRanges {
  readonly from: string | null;
  readonly to: string;
  readonly compareFrom: string | null;
  readonly compareTo: string | null;
  /** where the orders begin, when that is inside the period asked for as comparison, which is then left out */
  readonly begins: string | null;
}

/** The moments of the period and of what it is compared with; both are equally long and both covered by the orders there are. */
export function valueRanges({ period, compare }: ValueState, until: Date, firstOrderAt: string): ValueRanges {
  const days = PERIOD_DAYS[period];
  const to = until.toISOString();
  const alone = { compareFrom: null, compareTo: null, begins: null };
  if (days === null) return { from: null, to, ...alone };
  const ago = (count: number) => new Date(until.getTime() - count * DAY_MS).toISOString();
  const from = ago(days);
  if (compare === "none") return { from, to, ...alone };
  const back = compare === "before" ? days : 365;
  const compareFrom = ago(days + back);
  if (Date.parse(firstOrderAt) > Date.parse(compareFrom) + MISSING_DAYS * DAY_MS) return { from, to, ...alone, begins: firstOrderAt };
  return { from, to, compareFrom, compareTo: ago(back), begins: null };
}
