import fc from "fast-check";
import { expect, test } from "vitest";
import type { OfferTrigger } from "../offers/offer.ts";
import { DEFAULT_RULES, type OfferRules } from "../offers/offer-rules.ts";
import { sampleOffer } from "../offers/sample-offer.ts";
import { chooseOffer } from "./choose-offer.ts";
import type { ChooseRequest } from "./choose-request.ts";
import {
  sampleLine as line,
  samplePinned as pinned,
  sampleProduct as product,
  sampleProducts as products,
  sampleChooseRequest as request,
  sampleTripwire as tripwire,
  sampleUse as used,
  sampleVisitor as visitor,
  sampleVisitors as visitors,
} from "./sample-choose-request.ts";

const rules = (values: Partial<OfferRules>) => ({ offerRules: { ...DEFAULT_RULES, ...values } });

for (const [reason, values] of [
  ["no_live_offer", { offers: [] }],
  ["no_live_offer", { offers: [pinned({ status: "paused" })] }],
  ["no_live_offer", { offers: [pinned({ placements: ["cart"] })] }],
  ["no_live_offer", { offers: [pinned({ startsAt: "2026-03-15T12:00:01Z" })] }],
  ["no_live_offer", { offers: [pinned({ endsAt: "2026-03-15T12:00:00Z" })] }],
  ["not_in_audience", { offers: [pinned({ audience: "first_time_buyers" })], visitor: visitor({ customerOrders: 1 }) }],
  ["not_in_audience", { offers: [pinned({ audience: "returning_customers" })], visitor: visitor({ customerOrders: 0 }) }],
  ["not_in_audience", { offers: [pinned({ audience: "returning_customers" })] }],
  ["not_triggered", { offers: [pinned({ trigger: { kind: "product", productIds: ["31"] } })] }],
  ["not_triggered", { offers: [pinned({ trigger: { kind: "collection", collectionIds: ["7"] } })] }],
  ["not_triggered", { offers: [pinned({ trigger: { kind: "cart_value", minimum: 2_001 } })] }],
  ["excluded", { offers: [pinned({ excludedProductIds: ["20"] })] }],
  ["excluded", rules({ excludedProductIds: ["20"] })],
  ["already_in_cart", { cart: [line("20")] }],
  ["already_in_cart", { cart: [line("30"), line("22", { offerId: 1 })] }],
  ["out_of_stock", { offers: [pinned({ productIds: ["99"] })] }],
  ["out_of_stock", products(product("20", 1_000, { variants: [] }))],
  [
    "out_of_stock",
    {
      ...rules({ safetyStock: 3 }),
      ...products(product("20", 1_000, { variants: [{ id: "201", price: 1_000, unitCost: 500, stock: 3 }] })),
    },
  ],
  ["recently_bought", { visitor: visitor({ customerOrders: 3, boughtDaysAgo: new Map([["20", 59]]) }) }],
  ["margin_floor", { offers: [pinned({ discount: { kind: "percentage", value: 4_500 } })] }],
  ["margin_floor", { offers: [pinned({ marginFloorBp: 4_500 })] }],
  ["declined_recently", { use: used({ declines: 1 }) }],
  ["declined_recently", { ...rules({ declinesBeforeRest: 2 }), use: used({ declines: 2 }) }],
  ["customer_limit", { offers: [pinned({ perCustomerLimit: 2 })], use: used({ ownOrders: 2 }) }],
  ["total_limit", { offers: [pinned({ totalLimit: 3 })], use: used({ orders: 3 }) }],
  ["daily_limit", { offers: [pinned({ dailyLimit: 3 })], use: used({ orders: 9, ordersToday: 3 }) }],
  ["budget_spent", { offers: [pinned({ discountBudget: 1_000 })], use: used({ given: 901 }) }],
  ["budget_spent", { offers: [pinned({ discountBudget: 1_000, maxQuantity: 3 })], use: used({ given: 701 }) }],
  ["loss_budget_spent", { offers: [{ ...tripwire, id: 1, lossBudget: 200 }], use: used({ lost: 100 }) }],
  ["loss_budget_spent", { offers: [{ ...tripwire, id: 1, maxQuantity: 2, lossBudget: 200 }] }],
  ["frequency_cap", { ...rules({ impressionsADay: 3 }), visitor: visitor({ impressionsToday: 3 }) }],
  ["cool_off", { ...rules({ coolOffHours: 24 }), visitor: visitor({ hoursSinceAccepted: 23.9 }) }],
  ["offer_lines_full", { lineCount: 4, offeredLines: 4 }],
  ["offer_lines_full", { lineCount: 39, offeredLines: 3 }],
  ["offer_lines_full", { lineCount: 300, offeredLines: 1 }],
  ["no_profitable_offer", { offers: [sampleOffer({ dynamic: true, productIds: [] })] }],
] as const satisfies readonly (readonly [string, Partial<ChooseRequest>])[]) {
  test(`nothing is shown: ${reason} ${JSON.stringify(values).slice(0, 60)}`, () => {
    const choice = chooseOffer(request(values));
    expect(choice).toMatchObject({ kind: "none", reason, propensity: null });
    for (const candidate of choice.candidates) expect(candidate).toMatchObject({ reason, score: null, weight: null });
  });
}

test("just inside each rule the offer is shown", () => {
  for (const values of [
    {
      ...rules({ safetyStock: 3 }),
      ...products(product("20", 1_000, { variants: [{ id: "201", price: 1_000, unitCost: 500, stock: 4 }] })),
    },
    { ...rules({ safetyStock: 3 }), ...products(product("20", 1_000)) },
    { visitor: visitor({ customerOrders: 3, boughtDaysAgo: new Map([["20", 60]]) }) },
    { visitor: visitor({ customerOrders: 3, boughtDaysAgo: new Map([["21", 1]]) }) },
    { offers: [pinned({ marginFloorBp: 4_444 })] },
    { ...rules({ declinesBeforeRest: 2 }), use: used({ declines: 1 }) },
    { offers: [pinned({ discountBudget: 1_000 })], use: used({ given: 900 }) },
    { offers: [pinned({ discountBudget: 1_000, maxQuantity: 3 })], use: used({ given: 700 }) },
    { offers: [pinned({ dailyLimit: 3 })], use: used({ orders: 9, ordersToday: 2 }) },
    { ...rules({ impressionsADay: 3 }), visitor: visitor({ impressionsToday: 2 }) },
    { ...rules({ coolOffHours: 24 }), visitor: visitor({ hoursSinceAccepted: 24 }) },
    { lineCount: 38, offeredLines: 3 },
    { lineCount: 300, offeredLines: 0 },
  ]) {
    expect(chooseOffer(request(values))).toMatchObject({ kind: "offer" });
  }
});

test("what people buy again sooner than the rule asks may be offered again", () => {
  const bought = visitor({ customerOrders: 2, boughtDaysAgo: new Map([["20", 10]]) });
  const affinity = (days: number | null) => ({ ...request().affinity, repeatDays: () => days });
  expect(chooseOffer(request({ visitor: bought, affinity: affinity(60) })).kind).toBe("offer");
  expect(chooseOffer(request({ visitor: bought, affinity: affinity(61) }))).toMatchObject({ reason: "recently_bought" });
});

test("triggers hold: product, collection, cart value to the penny", () => {
  const cart = [line("30", { collectionIds: ["7"] })];
  for (const trigger of [
    { kind: "product", productIds: ["30"] },
    { kind: "collection", collectionIds: ["6", "7"] },
    { kind: "cart_value", minimum: 2_000 },
  ] as const) {
    expect(chooseOffer(request({ cart, offers: [pinned({ trigger: structuredClone(trigger) as never })] })).kind).toBe("offer");
  }
});

test("only depths that reach the floor compete", () => {
  const offers = [pinned({ depthsBp: [0, 4_000, 4_500], discount: { kind: "percentage", value: 4_500 } })];
  const choices = visitors.map((one) => chooseOffer(request({ offers, visitor: one })));
  for (const choice of choices) expect(choice.kind === "offer" && choice.depthBp).not.toBe(4_500);
  expect(choices[0]?.candidates.filter(({ reason }) => reason === "margin_floor")).toMatchObject([{ depthBp: 4_500 }]);
});

test("a none names the reason of the candidate that came nearest", () => {
  const offers = [pinned({ trigger: { kind: "product", productIds: ["31"] } }), pinned({ id: 2, productIds: ["99"] })];
  expect(chooseOffer(request({ offers }))).toMatchObject({
    kind: "none",
    reason: "out_of_stock",
    candidates: [{ reason: "out_of_stock" }, { reason: "not_triggered" }],
  });
});

test("an unknown unit cost is the assumed part of the price before discount", () => {
  const unknown = products(product("20", 1_000, { unitCost: null }));
  // cost 550: 10 % margin is left at 611 and more
  expect(chooseOffer(request({ ...unknown, offers: [pinned({ discount: { kind: "amount", value: 388 } })] })).kind).toBe("offer");
  expect(chooseOffer(request({ ...unknown, offers: [pinned({ discount: { kind: "amount", value: 390 } })] }))).toMatchObject({
    reason: "margin_floor",
  });
});

test("a maximizer is never shown below the floor and no price is ever negative", () => {
  const discount = fc.oneof(
    fc.record({ kind: fc.constant("percentage" as const), value: fc.integer({ min: 0, max: 10_000 }) }),
    fc.record({ kind: fc.constant("amount" as const), value: fc.integer({ min: 0, max: 5_000 }) }),
  );
  fc.assert(
    fc.property(
      discount,
      fc.integer({ min: 1, max: 4_000 }),
      fc.integer({ min: 0, max: 4_000 }),
      fc.integer({ min: 0, max: 9_000 }),
      fc.integer({ min: 0, max: 900 }),
      (given, price, cost, floor, fee) => {
        const costs = { assumedCostBp: 5_500, paymentFeeBp: fee, marginFloorBp: floor };
        const choice = chooseOffer(
          request({ rules: costs, offers: [pinned({ discount: given })], ...products(product("20", price, { unitCost: cost })) }),
        );
        if (choice.kind === "none") {
          expect(choice.reason).toBe("margin_floor");
          return;
        }
        expect(choice.discountedPrice).toBeGreaterThan(0);
        expect(choice.discountedPrice).toBeLessThanOrEqual(price);
        expect((choice.discountedPrice - cost - Math.round((choice.discountedPrice * fee) / 10_000)) * 10_000).toBeGreaterThanOrEqual(
          choice.discountedPrice * floor,
        );
      },
    ),
  );
});

test("a line that an offer added never triggers that offer", () => {
  const trigger = fc.constantFrom<OfferTrigger>(
    { kind: "product", productIds: ["30"] },
    { kind: "collection", collectionIds: ["7"] },
    { kind: "cart_value", minimum: 1 },
  );
  fc.assert(
    fc.property(trigger, fc.integer({ min: 1, max: 5 }), (given, count) => {
      const cart = Array.from({ length: count }, () => line("30", { offerId: 1, collectionIds: ["7"] }));
      expect(chooseOffer(request({ cart, offers: [pinned({ trigger: given })] }))).toMatchObject({ kind: "none", reason: "not_triggered" });
    }),
  );
});
