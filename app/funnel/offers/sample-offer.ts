import { NO_ENGINE_RULES, type Offer } from "./offer.ts";

/** An offer for tests and benches: a live maximizer of product 20 at 10 % off, for everyone, whatever is in the cart. */
export function sampleOffer(values: Partial<Offer> = {}): Offer {
  return {
    id: 1,
    name: "Sample",
    stage: "profit_maximizer",
    headline: "Goes well with it",
    body: "",
    productIds: ["20"],
    discount: { kind: "percentage", value: 1_000 },
    trigger: { kind: "any" },
    audience: "everyone",
    placements: ["product", "cart"],
    startsAt: null,
    endsAt: null,
    perCustomerLimit: null,
    totalLimit: null,
    maxQuantity: 1,
    lossBudget: null,
    priority: 0,
    ...NO_ENGINE_RULES,
    status: "live",
    pausedReason: null,
    publishedAt: null,
    updatedAt: "2026-03-01T00:00:00.000Z",
    ...values,
  };
}
