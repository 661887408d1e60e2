import type { Offer } from "./offer.ts";

/** Where an offer stands: its status, and of a published one what its days make of it. */
export type OfferStanding = Offer["status"] | "scheduled";

/** An offer, with where it stood when it was read. */
export interface StandingOffer extends Offer {
  readonly standing: OfferStanding;
}

/** The dates are the moments at which the first day begins and the last one ends in the shop's time zone. */
export function offerStanding({ status, startsAt, endsAt }: Pick<Offer, "status" | "startsAt" | "endsAt">, now: Date): OfferStanding {
  if (status !== "live") return status;
  if (endsAt !== null && Date.parse(endsAt) <= now.getTime()) return "ended";
  return startsAt !== null && now.getTime() < Date.parse(startsAt) ? "scheduled" : "live";
}

/** Whether it is published and not over: shoppers see it now, or will. */
export function isPublished(standing: OfferStanding): boolean {
  return standing === "live" || standing === "scheduled";
}
