import type { NoOfferReason } from "../../../extensions/contract/offer-view.ts";
import { mostVerifiedLines } from "../../../extensions/contract/token-verifier.ts";
import type { Offer } from "../offers/offer.ts";
import type { ChooseRequest, OfferUse } from "./choose-request.ts";
import type { PricedArm, PricedProduct } from "./priced-product.ts";

/** From farthest to nearest to being shown: a "none" names the reason of whoever came nearest. */
export const REASONS: readonly NoOfferReason[] = [
  "no_live_offer",
  "not_in_audience",
  "not_triggered",
  "excluded",
  "already_in_cart",
  "out_of_stock",
  "recently_bought",
  "margin_floor",
  "budget_spent",
  "loss_budget_spent",
  "declined_recently",
  "customer_limit",
  "total_limit",
  "daily_limit",
  "frequency_cap",
  "cool_off",
  "offer_lines_full",
  "no_profitable_offer",
];

export const UNUSED: OfferUse = { orders: 0, ordersToday: 0, ownOrders: 0, lost: 0, given: 0, declines: 0 };

/** A customer without a completed order, or whom nobody has identified. */
export function isFirstTime(request: Pick<ChooseRequest, "visitor">): boolean {
  return (request.visitor.customerOrders ?? 0) === 0;
}

/** Why an offer falls out whatever it would offer; null: it stays. */
export function judgeOffer(offer: Offer, held: ReadonlySet<number>, request: ChooseRequest): NoOfferReason | null {
  const { offerRules, visitor } = request;
  const firstTime = isFirstTime(request);
  const use = request.use.get(offer.id) ?? UNUSED;
  if (offer.audience === "first_time_buyers" && !firstTime) return "not_in_audience";
  if (offer.audience === "returning_customers" && firstTime) return "not_in_audience";
  if (!held.has(offer.id)) return "not_triggered";
  if (request.cart.some((line) => line.offerId === offer.id)) return "already_in_cart";
  if (use.declines >= offerRules.declinesBeforeRest) return "declined_recently";
  if (offer.perCustomerLimit !== null && use.ownOrders >= offer.perCustomerLimit) return "customer_limit";
  if (offer.totalLimit !== null && use.orders >= offer.totalLimit) return "total_limit";
  if (offer.dailyLimit !== null && use.ordersToday >= offer.dailyLimit) return "daily_limit";
  if (visitor.impressionsToday >= offerRules.impressionsADay) return "frequency_cap";
  if (visitor.hoursSinceAccepted !== null && visitor.hoursSinceAccepted < offerRules.coolOffHours) return "cool_off";
  if (isFull(request)) return "offer_lines_full";
  return null;
}

/** Whether the Function would leave a further offered line at its full price: what is shown must be what is given. */
function isFull({ lineCount, offeredLines }: ChooseRequest): boolean {
  return offeredLines >= mostVerifiedLines(lineCount + 1);
}

/** What no offer may offer to this visitor now, with the reason. */
export type Refused = ReadonlyMap<string, "excluded" | "already_in_cart" | "recently_bought">;

/** A product bought lately is refused, unless customers buy it again sooner than the rule asks. */
export function refusedProducts({ offerRules, cart, visitor, affinity }: ChooseRequest): Refused {
  const within = offerRules.boughtWithinDays;
  const bought = [...visitor.boughtDaysAgo].filter(([productId, daysAgo]) => {
    if (daysAgo >= within) return false;
    const again = affinity.repeatDays(productId);
    return again === null || again > within;
  });
  // of two reasons the last one stands
  return new Map([
    ...bought.map(([productId]) => [productId, "recently_bought"] as const),
    ...cart.map(({ productId }) => [productId, "already_in_cart"] as const),
    ...offerRules.excludedProductIds.map((productId) => [productId, "excluded"] as const),
  ]);
}

/** Why a product of an offer falls out at any depth; null: it stays. */
export function judgeProduct(offer: Offer, productId: string, priced: PricedProduct | null, refused: Refused): NoOfferReason | null {
  const reason = refused.get(productId);
  if (reason === "excluded" || offer.excludedProductIds.includes(productId)) return "excluded";
  if (reason === "already_in_cart") return reason;
  if (!priced?.variant) return "out_of_stock";
  return reason ?? null;
}

/** Why a product at a depth falls out; null: it may be shown. Budgets must have room for as many units as one order may have of it. */
export function judgeArm(offer: Offer, arm: PricedArm, priced: PricedProduct, use: Pick<OfferUse, "given" | "lost">): NoOfferReason | null {
  if (!arm.reachesFloor) return "margin_floor";
  const discount = ((priced.variant?.price ?? 0) - arm.paid) * offer.maxQuantity;
  if (offer.discountBudget !== null && discount > 0 && use.given + discount > offer.discountBudget) return "budget_spent";
  if (offer.lossBudget !== null && arm.profit < 0 && use.lost - arm.profit * offer.maxQuantity > offer.lossBudget)
    return "loss_budget_spent";
  return null;
}

/** The later of two in the order of reasons. */
export function nearer(a: NoOfferReason, b: NoOfferReason): NoOfferReason {
  return REASONS.indexOf(b) > REASONS.indexOf(a) ? b : a;
}
