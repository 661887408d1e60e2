import type { NoOfferReason, Placement } from "../../../extensions/contract/offer-view.ts";
import type { CandidateSource } from "../affinity/fallback-order.ts";
import type { CandidateReason } from "../choose/choice.ts";

/** What was weighed, with the names a merchant knows it by. Money in minor units. */
export interface ExplainedCandidate {
  readonly offerId: number;
  /** null for an offer that was deleted since */
  readonly offerName: string | null;
  /** null: the offer as a whole */
  readonly product: string | null;
  readonly depthBp: number | null;
  readonly score: number | null;
  /** how much of the score is expected of later orders of customers won */
  readonly later: number;
  /** its chance; 0: something else, or nothing, was expected to earn more, and nothing was left to chance or this was hardly ever best */
  readonly weight: number | null;
  readonly reason: CandidateReason | null;
  /** results were known of others, and none yet of this offer; told of the first candidate */
  readonly untried: boolean;
  readonly together: boolean;
  /** null: the offer names the product */
  readonly source: CandidateSource | null;
}

/** A decision with everything needed to say why. Money in minor units. */
export interface ExplainedDecision {
  /** null: a trial, kept nowhere */
  readonly id: string | null;
  readonly at: string;
  readonly placement: Placement;
  /** withheld: chosen like any other, then not shown so that it can be measured */
  readonly outcome: "shown" | "withheld" | "none";
  readonly offerId: number | null;
  readonly offerName: string | null;
  readonly product: string | null;
  readonly price: number | null;
  readonly discountedPrice: number | null;
  readonly depthBp: number | null;
  readonly reason: NoOfferReason | null;
  readonly withheld: "global_holdout" | "offer_holdout" | null;
  /** the visitor's id lasts, so that it takes part in experiments */
  readonly tracked: boolean;
  readonly experiments: readonly { readonly name: string | null; readonly kind: string | null; readonly arm: string }[];
  readonly policyVersion: number;
  readonly segment: "new" | "returning" | "guest" | null;
  /** chance that a visitor of this kind got this arm, 0 to 1 */
  readonly propensity: number | null;
  readonly events: readonly ("impression" | "accept" | "decline")[];
  /** a line of the order that was asked for carries it */
  readonly ordered: boolean;
  readonly candidates: readonly ExplainedCandidate[];
}

/** How often an offer was shown lately, and for what reasons not. */
export interface OfferOutcomes {
  readonly decisions: number;
  readonly since: string | null;
  /**
   * A CandidateReason; "other_chosen": it had a chance and something else, or nothing, was chosen; "earns_less": it had none, because
   * something else, or nothing, was expected to earn more; "not_weighed"
   */
  readonly outcomes: readonly { readonly outcome: string; readonly count: number }[];
}
