/** Customers whose first order held an accepted tripwire, by the month of that order. Minor units. */
export interface PaybackCohort {
  /** "2026-03"; null: all together */
  readonly month: string | null;
  readonly customers: number;
  /** profit so far of their tripwire lines, of their maximizer lines, of the rest of first orders, and of later ones */
  readonly tripwire: number;
  readonly maximizer: number;
  readonly core: number;
  readonly later: number;
  /** cumulated profit a customer by days since the first order, day 0 first, as far as they have been watched */
  readonly curve: readonly number[];
  /** the first day on which the curve is at 0 or above; null: not yet */
  readonly paidBackOn: number | null;
}

export interface PaybackReport {
  readonly currency: string;
  readonly all: PaybackCohort | null;
  /** oldest first */
  readonly cohorts: readonly PaybackCohort[];
  /** orders of guests with a tripwire: nobody can say whether they come back */
  readonly guestOrders: number;
}
