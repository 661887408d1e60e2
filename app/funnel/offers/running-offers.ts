import type { FunctionTrigger } from "../../../extensions/contract/function-configuration.ts";
import type { Placement } from "../../../extensions/contract/offer-view.ts";
import { offersThatHold } from "../../../extensions/contract/offers-that-hold.ts";
import { minorDigits } from "../../money/money.ts";
import type { CartLineFacts } from "../choose/cart-facts.ts";
import { functionTrigger } from "../publish/function-configuration.ts";
import type { Offer } from "./offer.ts";
import { offerStanding } from "./offer-standing.ts";

/** Whether an offer is live and within its dates. */
export function isRunning(offer: Offer, now: Date): boolean {
  return offerStanding(offer, now) === "live";
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
    offers.map((offer) => triggeredOffer(offer, currency)),
    cart.map((line) => ({
      productId: line.productId,
      subtotal: line.unitPrice * line.quantity * scale,
      offerId: line.offerId,
      inAnyCollection: (ids) => ids.some((id) => line.collectionIds.includes(id)),
    })),
  );
}

interface TriggeredOffer {
  readonly id: number;
  readonly currency: string;
  readonly trigger: FunctionTrigger;
}

const triggered = new WeakMap<Offer, TriggeredOffer>();

/** An offer is asked at every decision; its trigger is put into the Function's words once. */
function triggeredOffer(offer: Offer, currency: string): TriggeredOffer {
  const known = triggered.get(offer);
  if (known?.currency === currency) return known;
  const made = { id: offer.id, currency, trigger: functionTrigger(offer.trigger, currency) };
  triggered.set(offer, made);
  return made;
}
