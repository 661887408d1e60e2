import type { Offer } from "../funnel/offers/offer.ts";

export const OFFER_TEMPLATES = ["tripwire", "profit_maximizer"] as const satisfies readonly Offer["stage"][];

/** Which of the three levers of revenue an offer of this stage moves. */
export const LEVER = { tripwire: "customers", profit_maximizer: "aov" } as const satisfies Record<Offer["stage"], string>;
