import type { OfferDraft } from "../app/funnel/offers/offer.ts";
import { NO_ENGINE_RULES } from "../app/funnel/offers/offer.ts";
import { discountedPrice } from "../app/funnel/offers/offer-price.ts";

/** A product with one variant, minor units. */
export interface StreamProduct {
  readonly productId: string;
  readonly variantId: string;
  readonly title: string;
  readonly price: number;
  readonly unitCost: number;
}

/** How shoppers who came for `anchor` answer an offer of `offered`; nobody in the app knows this. */
export interface StreamTruth {
  readonly name: string;
  readonly anchor: StreamProduct;
  readonly offered: StreamProduct;
  /** basis points off */
  readonly discountBp: number;
  /** share that takes the offer when it is shown */
  readonly accepts: number;
  /** share that puts the same product into the cart unasked, at full price, when it is not */
  readonly buysAnyway: number;
}

/** A deep discount must leave the margin that the shop wants to keep. */
const MOST_COST = 0.56;
/** Of those with a filled cart. */
export const CHECKS_OUT = 0.95;

/**
 * Two offers whose dashboards look alike: one sells what would not have been bought, the other gives a discount to people who were
 * going to buy. The first earns, the second loses.
 */
export function streamTruths(products: readonly StreamProduct[]): StreamTruth[] {
  const sorted = [...products].sort((a, b) => a.price - b.price || (a.productId < b.productId ? -1 : 1));
  const middle = Math.floor(sorted.length / 2);
  const [first, second] = [sorted[middle - 1], sorted[middle]];
  const dear = sorted.filter(({ price, unitCost }) => price >= 1.5 * (second?.price ?? 0) && unitCost <= MOST_COST * price);
  const [added, wanted] = [dear[0], dear[1]];
  if (!first || !second || !added || !wanted) throw new Error("The shop sells too few products for a stream of shoppers.");
  return [
    { name: "Goes well with it", anchor: first, offered: added, discountBp: 1_000, accepts: 0.6, buysAnyway: 0.03 },
    { name: "A gift for those who buy it anyway", anchor: second, offered: wanted, discountBp: 3_500, accepts: 0.85, buysAnyway: 0.8 },
  ];
}

/** What showing the offer adds to profit per visitor with a filled cart, minor units, before the payment's fees. */
export function trueIncrement({ offered, discountBp, accepts, buysAnyway }: StreamTruth): number {
  const paid = discountedPrice(offered.price, { kind: "percentage", value: discountBp });
  return CHECKS_OUT * (accepts * (paid - offered.unitCost) - buysAnyway * (offered.price - offered.unitCost));
}

export function streamOffer({ name, anchor, offered, discountBp }: StreamTruth): OfferDraft {
  return {
    ...NO_ENGINE_RULES,
    name,
    stage: "profit_maximizer",
    headline: "Goes well with your cart",
    body: `${discountBp / 100}% less when you add it to this order.`,
    productIds: [offered.productId],
    discount: { kind: "percentage", value: discountBp },
    trigger: { kind: "product", productIds: [anchor.productId] },
    audience: "everyone",
    placements: ["cart"],
    startsAt: null,
    endsAt: null,
    perCustomerLimit: null,
    totalLimit: null,
    maxQuantity: 1,
    lossBudget: null,
    priority: 0,
  };
}
