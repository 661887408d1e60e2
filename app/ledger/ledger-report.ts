import type { Incremental } from "./incremental.ts";
import type { Roi } from "./roi.ts";

// What the ledger tells. Two kinds of figures, which are never added up or put into one column: attributed (what buyers of an offer
// bought) and incremental (what they would not have bought without it, from a holdout). Money is in minor units of `currency`; a day
// is "2026-03-01" in the shop's time zone.

/** ISO 8601 moments: at or after `from`, before `to`; null is open. */
export interface LedgerPeriod {
  readonly from: string | null;
  readonly to: string | null;
}

/** Attributed, over the lines that accepted offers sold. profit = sold - refunded - cost - fees. */
export interface Earned {
  /** with something of the offer kept */
  readonly orders: number;
  /** after discounts, as ordered */
  readonly sold: number;
  readonly refunded: number;
  /** sold - refunded */
  readonly revenue: number;
  /** given on what was kept; already taken off `sold` */
  readonly discount: number;
  readonly cost: number;
  readonly fees: number;
  readonly profit: number;
  /** discounts given, or where a tripwire lost more than its discount, that loss */
  readonly invested: number;
}

export const NOTHING_EARNED: Earned = {
  orders: 0,
  sold: 0,
  refunded: 0,
  revenue: 0,
  discount: 0,
  cost: 0,
  fees: 0,
  profit: 0,
  invested: 0,
};

export interface Shown {
  /** times it was decided to show the offer */
  readonly decisions: number;
  readonly visitors: number;
  readonly impressions: number;
  readonly accepts: number;
  /** decided like any other, but held out: nothing was shown */
  readonly withheld: number;
}

export const NOTHING_SHOWN: Shown = { decisions: 0, visitors: 0, impressions: 0, accepts: 0, withheld: 0 };

/** placement: product | cart | unknown; buyer: new | returning | guest; source: Shopify's name of where the order was made, may be empty */
export const SOURCE_KINDS = ["placement", "buyer", "source"] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export interface SourceRow {
  readonly kind: SourceKind;
  readonly key: string;
  readonly earned: Earned;
  /** of attributed profit; a holdout divides visitors, not sources, so there is no other */
  readonly attributedRoi: Roi;
}

/** What an offer was found to earn, beside what is attributed to it. */
export interface BothWays {
  readonly earned: Earned;
  readonly attributedRoi: Roi;
  readonly incremental: Incremental;
  /** over the holdout's own visitors and time, not over the period */
  readonly roi: Roi;
}

export interface OfferDay {
  readonly day: string;
  readonly shown: Shown;
  readonly earned: Earned;
}

export interface OfferReport extends BothWays {
  readonly currency: string;
  readonly offerId: number;
  readonly name: string;
  readonly stage: string;
  readonly shown: Shown;
  /** oldest first, every day from the first with something to the last; what was shown by the day it was decided, what was earned by the order's */
  readonly days: readonly OfferDay[];
  readonly sources: readonly SourceRow[];
}

export interface OfferRow extends BothWays {
  readonly offerId: number;
  /** null: the offer was deleted */
  readonly name: string | null;
  readonly stage: string;
  readonly status: string;
}

export interface StageRow extends Omit<BothWays, "incremental"> {
  readonly stage: string;
  /** sum over the stage's offers; null with the reason in `roi` while one of them is not known */
  readonly incremental: { readonly expected: number; readonly low: number; readonly high: number; readonly offers: number } | null;
}

export interface OffersReport {
  readonly currency: string;
  /** of all offers together */
  readonly total: { readonly earned: Earned; readonly attributedRoi: Roi };
  readonly offers: readonly OfferRow[];
  readonly stages: readonly StageRow[];
  readonly sources: readonly SourceRow[];
}

/** All offers together, from the visitors who see none of them. */
export interface Headline {
  readonly currency: string;
  readonly incremental: Incremental;
  readonly roi: Roi;
}

/* ---------------------------------------------------------------------------------------------------- the ladder */

/** deleted: lines of offers that are no more */
export const LADDER_STAGES = ["tripwire", "core", "profit_maximizer", "deleted", "return"] as const;
export type LadderStage = (typeof LADDER_STAGES)[number];

/**
 * Every counted order's profit stands in exactly one stage: lines of accepted offers in their offer's; of the rest, what stands in a
 * customer's first order or in a guest's in `core`, what stands in later orders in `return`.
 */
export interface LadderRow {
  readonly stage: LadderStage;
  readonly orders: number;
  readonly sold: number;
  readonly refunded: number;
  readonly cost: number;
  readonly fees: number;
  /** sold - refunded - cost - fees */
  readonly profit: number;
  /** already taken off `sold` */
  readonly discount: number;
}

export interface LadderReport {
  readonly currency: string;
  /** in the order of LADDER_STAGES, `deleted` only where there is something in it */
  readonly rows: readonly LadderRow[];
  readonly total: Omit<LadderRow, "stage">;
  readonly assumedCostShare: number;
}

/** Customers whose first order held an accepted tripwire, by the month of that order. */
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
