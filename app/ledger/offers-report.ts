import type { BothWays } from "./both-ways.ts";
import type { Earned } from "./earned.ts";
import type { Roi } from "./roi.ts";
import type { SourceRow } from "./source-rows.ts";

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
