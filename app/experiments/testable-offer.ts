import type { Offer } from "../funnel/offers/offer.ts";
import type { OfferStanding } from "../funnel/offers/offer-standing.ts";
import type { Said } from "../funnel/publish/words-differ.ts";

/** An offer as a new A/B test of it needs it. */
export interface TestableOffer extends Pick<Offer, "id" | "name">, Said {
  readonly status: OfferStanding;
  /** the different ones of the products that it names, minor units */
  readonly prices: readonly number[];
}
