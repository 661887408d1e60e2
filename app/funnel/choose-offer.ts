import type { NoOfferReason, Placement } from "../../extensions/contract/offer-view.ts";
import { offersThatHold } from "../../extensions/contract/offers-that-hold.ts";
import { minorDigits } from "../money/money.ts";
import { functionTrigger } from "./function-configuration.ts";
import type { Offer } from "./offer.ts";
import { type CostRules, discountedPrice, reachesMarginFloor, unitCostOf, unitProfit } from "./offer-price.ts";

/** A product that a live offer may offer, with the variant that would be added. Minor units. */
export interface OfferedProduct {
  readonly productId: string;
  readonly title: string;
  readonly handle: string;
  readonly imageUrl: string | null;
  /** the variants a shopper may buy now, the first one is offered; empty: out of stock */
  readonly variants: readonly { readonly id: string; readonly price: number; readonly unitCost: number | null }[];
}

export interface CartLineFacts {
  readonly productId: string;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly collectionIds: readonly string[];
  /** the offer that added the line */
  readonly offerId: number | null;
}

/** What an offer has done so far, from the ledger. */
export interface OfferUse {
  readonly orders: number;
  /** orders of this customer, or of this visitor while nobody is identified */
  readonly ownOrders: number;
  /** minor units lost on sales below cost */
  readonly lost: number;
  /** this visitor declined it lately */
  readonly declined: boolean;
}

export interface ChooseRequest {
  readonly now: Date;
  readonly placement: Placement;
  readonly currency: string;
  readonly rules: CostRules & { readonly marginFloorBp: number };
  readonly offers: readonly Offer[];
  readonly products: ReadonlyMap<string, OfferedProduct>;
  readonly cart: readonly CartLineFacts[];
  /** completed orders of the identified customer before this one, null for a guest */
  readonly customerOrders: number | null;
  readonly use: ReadonlyMap<number, OfferUse>;
  /** how likely a product is to join this cart, any non-negative scale; see affinity */
  affinity(productId: string): number;
}

export interface Candidate {
  readonly offerId: number;
  readonly productId: string;
  /** expected profit, for ranking only; null when the candidate fell out */
  readonly score: number | null;
  readonly reason: NoOfferReason | null;
}

export type Choice =
  | {
      readonly kind: "offer";
      readonly offer: Offer;
      readonly product: OfferedProduct;
      readonly variantId: string;
      readonly price: number;
      readonly discountedPrice: number;
      readonly candidates: readonly Candidate[];
    }
  | { readonly kind: "none"; readonly reason: NoOfferReason; readonly candidates: readonly Candidate[] };

/** From farthest to nearest to being shown: a "none" names the reason of whoever came nearest. */
const REASONS: readonly NoOfferReason[] = [
  "no_live_offer",
  "not_in_audience",
  "not_triggered",
  "already_in_cart",
  "out_of_stock",
  "margin_floor",
  "declined_recently",
  "customer_limit",
  "total_limit",
  "loss_budget_spent",
];
const KEPT_CANDIDATES = 20;
const UNKNOWN_USE: OfferUse = { orders: 0, ownOrders: 0, lost: 0, declined: false };

/**
 * Which offer to show, or none with the reason. A first-time buyer is shown a tripwire before anything else;
 * otherwise the merchant's priority decides, then expected profit: affinity with the cart x what one unit
 * leaves after discount, cost and fees. Ties go to the older offer and the smaller product id.
 */
export function chooseOffer(request: ChooseRequest): Choice {
  const running = request.offers.filter((offer) => isRunning(offer, request.now));
  const here = running.filter((offer) => offer.placements.includes(request.placement));
  const held = heldOffers(running, request);
  const seen = here.flatMap((offer) => offer.productIds.map((productId) => judge(offer, productId, held, request)));
  const fit = seen.filter((item) => item.reason === null).sort(compare);
  const candidates = [...fit, ...seen.filter((item) => item.reason !== null)]
    .slice(0, KEPT_CANDIDATES)
    .map(
      ({ offer, productId, score, reason }): Candidate => ({ offerId: offer.id, productId, score: reason === null ? score : null, reason }),
    );
  const best = fit[0];
  if (!best?.sale) {
    const nearest = Math.max(0, ...seen.map((item) => REASONS.indexOf(item.reason ?? "no_live_offer")));
    return { kind: "none", reason: REASONS[nearest] ?? "no_live_offer", candidates };
  }
  return { kind: "offer", offer: best.offer, ...best.sale, candidates };
}

interface Judged {
  readonly offer: Offer;
  readonly productId: string;
  readonly reason: NoOfferReason | null;
  readonly rank: number;
  readonly score: number;
  readonly sale: {
    readonly product: OfferedProduct;
    readonly variantId: string;
    readonly price: number;
    readonly discountedPrice: number;
  } | null;
}

function judge(offer: Offer, productId: string, held: ReadonlySet<number>, request: ChooseRequest): Judged {
  const product = request.products.get(productId);
  const variant = product?.variants[0];
  const price = variant?.price ?? 0;
  const paid = discountedPrice(price, offer.discount);
  const profit = variant ? unitProfit(paid, unitCostOf(variant, request.rules), request.rules) : 0;
  const use = request.use.get(offer.id) ?? UNKNOWN_USE;
  const firstTime = (request.customerOrders ?? 0) === 0;
  const reason = ((): NoOfferReason | null => {
    if (offer.audience === "first_time_buyers" && !firstTime) return "not_in_audience";
    if (offer.audience === "returning_customers" && firstTime) return "not_in_audience";
    if (!held.has(offer.id)) return "not_triggered";
    if (request.cart.some((line) => line.productId === productId || line.offerId === offer.id)) return "already_in_cart";
    if (!variant) return "out_of_stock";
    if (offer.stage === "profit_maximizer" && !reachesMarginFloor(paid, profit, request.rules.marginFloorBp)) return "margin_floor";
    if (use.declined) return "declined_recently";
    if (offer.perCustomerLimit !== null && use.ownOrders >= offer.perCustomerLimit) return "customer_limit";
    if (offer.totalLimit !== null && use.orders >= offer.totalLimit) return "total_limit";
    if (offer.lossBudget !== null && profit < 0 && use.lost - profit > offer.lossBudget) return "loss_budget_spent";
    return null;
  })();
  return {
    offer,
    productId,
    reason,
    rank: offer.stage === "tripwire" ? (firstTime ? 0 : 2) : 1,
    // a smaller loss is the better score, so affinity may only scale what is earned
    score: profit > 0 ? profit * request.affinity(productId) : profit,
    sale: product && variant ? { product, variantId: variant.id, price, discountedPrice: paid } : null,
  };
}

function compare(a: Judged, b: Judged): number {
  return (
    a.rank - b.rank ||
    b.offer.priority - a.offer.priority ||
    b.score - a.score ||
    a.offer.id - b.offer.id ||
    a.productId.length - b.productId.length ||
    (a.productId < b.productId ? -1 : 1)
  );
}

function isRunning(offer: Offer, now: Date): boolean {
  return (
    offer.status === "live" &&
    (offer.startsAt === null || Date.parse(offer.startsAt) <= now.getTime()) &&
    (offer.endsAt === null || now.getTime() < Date.parse(offer.endsAt))
  );
}

function heldOffers(offers: readonly Offer[], request: ChooseRequest): Set<number> {
  const scale = 1000 / 10 ** minorDigits(request.currency);
  return offersThatHold(
    offers.map((offer) => ({ id: offer.id, trigger: functionTrigger(offer.trigger, request.currency) })),
    request.cart.map((line) => ({
      productId: line.productId,
      subtotal: line.unitPrice * line.quantity * scale,
      offerId: line.offerId,
      inAnyCollection: (ids) => ids.some((id) => line.collectionIds.includes(id)),
    })),
  );
}
