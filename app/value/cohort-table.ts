import type { Amounts } from "./amounts.ts";

export interface CohortCell {
  /** months since the month of the first order; 0 is that month */
  readonly age: number;
  /** false for the month still running, and for the one in which the shop stopped selling */
  readonly complete: boolean;
  /** customers with an order in that month */
  readonly active: number;
  /** active / customers of the cohort */
  readonly retention: number;
  readonly orders: number;
  /** of that month */
  readonly value: Amounts;
  /** of all months up to it, a customer of the cohort */
  readonly cumulativePerCustomer: Amounts;
  /** value / active: what one who still buys is worth; null when none is */
  readonly perActive: Amounts | null;
}

export interface Cohort {
  /** "2026-03" in the shop's time zone */
  readonly month: string;
  readonly customers: number;
  /** the cohort's orders are not all its orders: the shop's orders begin in the middle and this is the first month */
  readonly cutOff: boolean;
  /** by age, every month from 0 to the last one of the store's data */
  readonly cells: readonly CohortCell[];
}

/** Several cohorts together by age, over those for which that month is complete and no part of a pause of more than a year. */
export interface CohortCurvePoint {
  readonly age: number;
  readonly customers: number;
  readonly retention: number;
  readonly cumulativePerCustomer: Amounts;
  readonly perActive: Amounts | null;
}

export interface OlderCohorts {
  /** the first month with a row of its own */
  readonly before: string;
  readonly customers: number;
  /** one of them is cut off, as Cohort has it */
  readonly cutOff: boolean;
  /** by age from 0 */
  readonly cells: readonly CohortCurvePoint[];
}

export interface CohortTable {
  readonly currency: string;
  /** the latest months, oldest first */
  readonly cohorts: readonly Cohort[];
  /** those who came in earlier months, together; null without any */
  readonly older: OlderCohorts | null;
  /** customers left out because they came after the shop had stopped selling, and the last month shown; null without any */
  readonly after: { readonly month: string; readonly customers: number } | null;
  /** of all customers, the older ones too, for as many months as the table has */
  readonly curve: readonly CohortCurvePoint[];
}
