import {
  EMPTY_CONFIGURATION,
  type FunctionConfiguration,
  type FunctionOffer,
  type FunctionTrigger,
} from "../../../extensions/contract/function-configuration.ts";
import { encodeDiscount } from "../../../extensions/contract/line-attribute.ts";
import { formatDecimal, minorDigits } from "../../money/money.ts";
import type { Offer, OfferTrigger } from "../offers/offer.ts";

/** Two published offers name different collections, and a Function asks Shopify about one set of them. */
export class CollectionSetsDifferError extends Error {
  constructor() {
    super("Two live offers are triggered by different collections. Give them the same collections, or let one be triggered by products.");
    this.name = "CollectionSetsDifferError";
  }
}

export interface PublishedShop {
  readonly currency: string;
  readonly timezone: string;
  /** what offers are signed with, by key id */
  readonly keys: FunctionConfiguration["keys"];
}

/**
 * The rules of all live offers for the Function, in order of id. Throws CollectionSetsDifferError; the size
 * is checked where it is encoded.
 */
export function functionConfiguration(offers: readonly Offer[], shop: PublishedShop): FunctionConfiguration {
  if (offers.length === 0) return EMPTY_CONFIGURATION;
  const sorted = [...offers].sort((a, b) => a.id - b.id);
  const sets = sorted.flatMap(({ trigger }) => (trigger.kind === "collection" ? [[...new Set(trigger.collectionIds)].sort()] : []));
  const [first = [], ...others] = sets;
  if (others.some((set) => set.join() !== first.join())) throw new CollectionSetsDifferError();
  return {
    version: 2,
    keys: shop.keys,
    minorDigits: minorDigits(shop.currency),
    triggerCollectionIds: first.map((id) => `gid://shopify/Collection/${id}`),
    offers: sorted.map((offer) => functionOffer(offer, shop)),
  };
}

function functionOffer(offer: Offer, shop: PublishedShop): FunctionOffer {
  return {
    id: offer.id,
    ...(offer.dynamic ? { dynamic: true as const } : { productIds: offer.productIds }),
    deepest: encodeDiscount(offer.discount),
    trigger: functionTrigger(offer.trigger, shop.currency),
    maxQuantity: offer.maxQuantity,
    firstTimeBuyersOnly: offer.audience === "first_time_buyers",
    ...(offer.audience === "returning_customers" ? { returningCustomersOnly: true } : {}),
    from: offer.startsAt && dayIn(offer.startsAt, shop.timezone),
    until: offer.endsAt && dayIn(offer.endsAt, shop.timezone),
    message: offer.headline,
  };
}

/** The trigger as the contract has it: amounts as decimal strings of the shop's currency. */
export function functionTrigger(trigger: OfferTrigger, currency: string): FunctionTrigger {
  return trigger.kind === "cart_value" ? { kind: "cart_value", minimum: formatDecimal(trigger.minimum, currency) } : trigger;
}

function dayIn(moment: string, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(moment));
}
