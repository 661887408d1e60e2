import type { Placement } from "../../../extensions/contract/offer-view.ts";
import { offersThatHold } from "../../../extensions/contract/offers-that-hold.ts";
import { minorDigits } from "../../money/money.ts";
import type { CartLineFacts } from "../choose/cart-facts.ts";
import { functionTrigger } from "../publish/function-configuration.ts";
import type { Offer } from "./offer.ts";

/** Whether an offer is live and within its dates. */
export function isRunning(offer: Offer, now: Date): boolean {
  return (
    offer.status === "live" &&
    (offer.startsAt === null || Date.parse(offer.startsAt) <= now.getTime()) &&
    (offer.endsAt === null || now.getTime() < Date.parse(offer.endsAt))
  );
}

export function isShownAt(offer: Offer, placement: Placement): boolean {
  return offer.placements.includes(placement);
}

/** Ids of the running offers whose trigger the cart holds up; the Function asks the same. */
export function heldOffers(
  offers: readonly Offer[],
  { currency, cart }: { currency: string; cart: readonly CartLineFacts[] },
): Set<number> {
  const scale = 1000 / 10 ** minorDigits(currency);
  return offersThatHold(
    offers.map((offer) => ({ id: offer.id, trigger: functionTrigger(offer.trigger, currency) })),
    cart.map((line) => ({
      productId: line.productId,
      subtotal: line.unitPrice * line.quantity * scale,
      offerId: line.offerId,
      inAnyCollection: (ids) => ids.some((id) => line.collectionIds.includes(id)),
    })),
  );
}
