import type { NoOfferReason } from "../../../extensions/contract/offer-view.ts";
import type { CandidateSource } from "../affinity/fallback-order.ts";
import type { Offer, OfferDiscount } from "../offers/offer.ts";
import type { Arm } from "./arm.ts";
import type { OfferedProduct } from "./offered-product.ts";

/** Why a candidate was not to be had; "outranked": it might have been shown, but another offer goes first and had something to show. */
export type CandidateReason = NoOfferReason | "outranked";

/** What was weighed for a decision; `decisions.candidates` keeps it without what is null or false. */
export interface Candidate {
  readonly offerId: number;
  /** null: the offer as a whole fell out, before its products were looked at, or was outranked */
  readonly productId: string | null;
  readonly depthBp: number | null;
  /** expected incremental profit of showing it, minor units; null when it fell out */
  readonly score: number | null;
  /** how much of it is expected of later orders of customers won */
  readonly later: number | null;
  /** its chance among the arms that competed; null when it was none of them */
  readonly weight: number | null;
  readonly reason: CandidateReason | null;
  /** results were known of others, and none yet of this offer */
  readonly untried: boolean;
  /** often bought together with what is in the cart */
  readonly together: boolean;
  /** chance that the product joins the cart unaided, before what was learned; null when it fell out */
  readonly base: number | null;
  /** what brought up the product; null: the offer names it */
  readonly source: CandidateSource | null;
}

/** An offer with the product, variant and price that were chosen. Minor units. */
export interface OfferChoice {
  readonly kind: "offer";
  readonly offer: Offer;
  readonly product: OfferedProduct;
  readonly variantId: string;
  readonly price: number;
  readonly discountedPrice: number;
  /** what is given: the depth that was chosen, or an amount */
  readonly discount: OfferDiscount;
  readonly depthBp: number;
  readonly arm: Arm;
  /** the exact chance of this arm among those that competed */
  readonly propensity: number;
  readonly context: string;
  readonly candidates: readonly Candidate[];
}

export interface NoChoice {
  readonly kind: "none";
  readonly reason: NoOfferReason;
  /** the chance of showing nothing, where that was chosen; null where nothing was there to choose from */
  readonly propensity: number | null;
  readonly context: string;
  readonly candidates: readonly Candidate[];
}

export type Choice = OfferChoice | NoChoice;
