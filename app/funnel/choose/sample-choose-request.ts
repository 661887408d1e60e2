import type { Offer } from "../offers/offer.ts";
import { DEFAULT_RULES } from "../offers/offer-rules.ts";
import { sampleOffer } from "../offers/sample-offer.ts";
import { UNTRAINED } from "./beliefs.ts";
import type { CartLineFacts } from "./cart-facts.ts";
import type { ChooseRequest, OfferUse, VisitorFacts } from "./choose-request.ts";
import { nothingJudged } from "./judge-products.ts";
import type { OfferedProduct } from "./offered-product.ts";

/** For tests: a product at a price, costing half of it unless told otherwise. */
export function sampleProduct(
  productId: string,
  price: number,
  values: Partial<OfferedProduct> & { unitCost?: number | null } = {},
): OfferedProduct {
  const { unitCost = Math.round(price * 0.5), ...rest } = values;
  return {
    productId,
    title: `Product ${productId}`,
    handle: `p-${productId}`,
    imageUrl: null,
    productType: "",
    variants: [{ id: `${productId}1`, price, unitCost, stock: null }],
    ...rest,
  };
}

/** The only products that are known. */
export function sampleProducts(...list: readonly OfferedProduct[]): Pick<ChooseRequest, "products"> {
  return { products: new Map(list.map((one) => [one.productId, one])) };
}

export function sampleLine(productId: string, values: Partial<CartLineFacts> = {}): CartLineFacts {
  return { productId, productType: "", quantity: 1, unitPrice: 2_000, unitCost: 1_000, collectionIds: [], offerId: null, ...values };
}

export function sampleUse(values: Partial<OfferUse>): Map<number, OfferUse> {
  return new Map([[1, { orders: 0, ordersToday: 0, ownOrders: 0, lost: 0, given: 0, declines: 0, ...values }]]);
}

export function sampleVisitor(values: Partial<VisitorFacts> = {}): VisitorFacts {
  return {
    drawnBy: "a visitor",
    customerOrders: null,
    boughtDaysAgo: new Map(),
    impressionsToday: 0,
    hoursSinceAccepted: null,
    depthsShown: new Map(),
    ...values,
  };
}

/** Enough to see what share is shown an offer. */
export const sampleVisitors: readonly VisitorFacts[] = Array.from({ length: 200 }, (_, at) => sampleVisitor({ drawnBy: `visitor ${at}` }));

/** Left out of the competition with doing nothing, so that rules are what decides. */
export function samplePinned(values: Partial<Offer> = {}): Offer {
  return sampleOffer({ pinnedProductId: "20", ...values });
}

/** For first-time buyers: product 10 below its cost. */
export const sampleTripwire: Offer = sampleOffer({
  id: 5,
  stage: "tripwire",
  productIds: ["10"],
  audience: "first_time_buyers",
  discount: { kind: "percentage", value: 6_000 },
  lossBudget: 10_000,
});

/** A guest with product 30 in the cart, and one offer of product 20, in which pinning leaves no place for doing nothing. */
export function sampleChooseRequest(values: Partial<ChooseRequest> = {}): ChooseRequest {
  return {
    shopId: 1,
    now: new Date("2026-03-15T12:00:00Z"),
    placement: "product",
    currency: "GBP",
    rules: { assumedCostBp: 5_500, paymentFeeBp: 0, marginFloorBp: 1_000 },
    offerRules: DEFAULT_RULES,
    offers: [samplePinned()],
    ...sampleProducts(sampleProduct("10", 1_200), sampleProduct("20", 1_000), sampleProduct("21", 3_000)),
    dynamicProducts: [],
    cart: [sampleLine("30")],
    lineCount: 1,
    offeredLines: 0,
    viewed: null,
    visitor: sampleVisitor(),
    use: new Map(),
    affinity: { baseProbability: () => 0.05, oftenTogether: () => false, repeatDays: () => null },
    policy: UNTRAINED,
    acquiredValue: null,
    judged: nothingJudged(),
    ...values,
  };
}
