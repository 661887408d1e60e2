import type { BothWays } from "./both-ways.ts";
import type { Earned, Shown } from "./earned.ts";
import type { SourceRow } from "./source-rows.ts";

export interface OfferDay {
  /** "2026-03-01" in the shop's time zone */
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
