const DAY_MS = 86_400_000;

/** Days in a mean Gregorian year. */
export const YEAR_DAYS = 365.2425;

/** Days, with decimals, between a customer's first and last order; 0 for one order. */
export function lifespanDays(firstOrderAt: Date, lastOrderAt: Date): number {
  return (lastOrderAt.getTime() - firstOrderAt.getTime()) / DAY_MS;
}

/** Mean over customers, in days; one-order customers count with 0. 0 when there is none. */
export function meanLifespanDays(sumOfLifespanDays: number, customers: number): number {
  return customers === 0 ? 0 : sumOfLifespanDays / customers;
}
