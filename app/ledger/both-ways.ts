import type { Earned } from "./earned.ts";
import type { Incremental } from "./incremental.ts";
import type { Roi } from "./roi.ts";

/**
 * What was found to be earned in two ways that are never added up or put into one column: attributed (what buyers of an offer bought)
 * and incremental (what they would not have bought without it, from a holdout).
 */
export interface BothWays {
  readonly earned: Earned;
  readonly attributedRoi: Roi;
  readonly incremental: Incremental;
  /** over the holdout's own visitors and time, not over the period */
  readonly roi: Roi;
}
