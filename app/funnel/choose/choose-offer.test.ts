import fc from "fast-check";
import { expect, test } from "vitest";
import { UNTRAINED_MODEL } from "../learn/policy-model.ts";
import type { OfferTrigger } from "../offers/offer.ts";
import { DEFAULT_RULES, type OfferRules } from "../offers/offer-rules.ts";
import { sampleOffer } from "../offers/sample-offer.ts";
import { policyBeliefs } from "./beliefs.ts";
import { chooseOffer } from "./choose-offer.ts";
import type { ChooseRequest } from "./choose-request.ts";
import {
  sampleLine as line,
  sampleProduct as product,
  sampleChooseRequest as request,
  sampleUse as used,
  sampleVisitor as visitor,
} from "./sample-choose-request.ts";

/** Left out of the competition with doing nothing, so that rules are what decides. */
const pinned = (values: Parameters<typeof sampleOffer>[0] = {}) => sampleOffer({ pinnedProductId: "20", ...values });
const rules = (values: Partial<OfferRules>) => ({ offerRules: { ...DEFAULT_RULES, ...values } });
const products = (...list: ReturnType<typeof product>[]) => ({ products: new Map(list.map((one) => [one.productId, one])) });
const visitors = Array.from({ length: 200 }, (_, at) => visitor({ drawnBy: `visitor ${at}` }));

const tripwire = sampleOffer({
  id: 5,
  stage: "tripwire",
  productIds: ["10"],
  audience: "first_time_buyers",
  discount: { kind: "percentage", value: 6_000 },
  lossBudget: 10_000,
});

test("an offer that holds is chosen with its price before and after", () => {
  expect(chooseOffer(request())).toMatchObject({
    kind: "offer",
    offer: { id: 1 },
    variantId: "201",
    price: 1_000,
    discountedPrice: 900,
    depthBp: 1_000,
    discount: { kind: "percentage", value: 1_000 },
    arm: { offerId: 1, productId: "20", depthBp: 1_000 },
    propensity: 1,
    context: "product|guest|",
  });
});

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

test("a first-time buyer sees the tripwire before a better paying maximizer, a returning one the maximizer", () => {
  const offers = [pinned({ priority: 9 }), tripwire];
  expect(chooseOffer(request({ offers }))).toMatchObject({ offer: { id: 5 } });
  expect(chooseOffer(request({ offers, visitor: visitor({ customerOrders: 0 }) }))).toMatchObject({ offer: { id: 5 } });
  expect(chooseOffer(request({ offers, visitor: visitor({ customerOrders: 2 }) }))).toMatchObject({ offer: { id: 1 } });
  expect(chooseOffer(request({ offers, cart: [line("30"), line("10", { offerId: 5 })] }))).toMatchObject({ offer: { id: 1 } });
});

test("a tripwire is worth what a customer won is worth; while nobody knows, the loss budget says that it may be tried", () => {
  const share = (acquiredValue: number | null, lost = 0) => {
    const use = new Map([[5, { orders: 0, ordersToday: 0, ownOrders: 0, lost, given: 0, declines: 0 }]]);
    const shown = visitors.filter((one) => chooseOffer(request({ offers: [tripwire], acquiredValue, visitor: one, use })).kind === "offer");
    return shown.length / visitors.length;
  };
  expect(share(null)).toBe(1);
  expect(share(0)).toBe(0);
  expect(share(3_000)).toBeGreaterThan(0.9);
  // of 10,000 a budget has 120 left, one sale's loss, then less
  expect(share(3_000, 9_880)).toBeGreaterThan(0.9);
  expect(share(3_000, 9_881)).toBe(0);
});

test("a loss budget limits what may be lost and prices nothing: whatever it is, a tripwire is worth the same", () => {
  const weighed = (lossBudget: number) =>
    chooseOffer(request({ offers: [{ ...tripwire, lossBudget }], acquiredValue: 3_000 })).candidates[0];
  const [least, some, most] = [120, 10_000, 10_000_000].map(weighed);
  expect(least).toMatchObject({ offerId: 5, reason: null });
  expect([some, most]).toEqual([least, least]);
});

test("what a tripwire earns now and what is expected later are kept apart", () => {
  const of = (acquiredValue: number | null) => {
    const [first] = chooseOffer(request({ offers: [tripwire], acquiredValue })).candidates;
    return { score: first?.score ?? Number.NaN, later: first?.later ?? Number.NaN };
  };
  const unknown = of(null);
  expect(unknown.later).toBe(0);
  expect(unknown.score).toBeLessThan(0);
  expect(of(3_000).later).toBeGreaterThan(0);
  expect(of(3_000).score - of(3_000).later).toBeCloseTo(unknown.score, 1);
  expect(of(6_000).later).toBeCloseTo(2 * of(3_000).later, 1);
  expect(chooseOffer(request({ acquiredValue: 3_000 })).candidates[0]?.later).toBe(0);
});

test("a customer the shop has is no customer won: a tripwire for everyone is worth only what it earns", () => {
  const offers = [{ ...tripwire, audience: "everyone" as const }];
  const chosen = (customerOrders: number | null, acquiredValue: number | null) =>
    visitors.filter(
      ({ drawnBy }) => chooseOffer(request({ offers, acquiredValue, visitor: visitor({ drawnBy, customerOrders }) })).kind === "offer",
    ).length / visitors.length;
  for (const orders of [null, 0]) expect(chosen(orders, 3_000)).toBeGreaterThan(0.9);
  for (const value of [3_000, null]) expect(chosen(10, value)).toBe(0);
});

test("of whom nothing lasts the shallowest depth is given, on every page, and the chance that is kept is the true one", () => {
  const offers = [sampleOffer({ productIds: ["20", "21"], depthsBp: [500, 1_000] })];
  const choice = chooseOffer(request({ offers, visitor: visitor({ drawnBy: null }) }));
  // half of 2,850 is more than half of 950, and the chances of both are alike
  expect(choice).toMatchObject({ kind: "offer", variantId: "211", depthBp: 500, propensity: 1 });
  expect(choice.candidates.map(({ depthBp, weight }) => [depthBp, weight])).toEqual([
    [500, 1],
    [500, 0],
  ]);
  // nothing earns: nothing is shown, and that is certain too
  const costly = products(product("20", 1_000, { unitCost: 800 }), product("21", 3_000, { unitCost: 2_400 }));
  const affinity = { baseProbability: () => 0.9, oftenTogether: () => false, repeatDays: () => null };
  expect(chooseOffer(request({ offers, affinity, ...costly, visitor: visitor({ drawnBy: null }) }))).toMatchObject({
    kind: "none",
    reason: "no_profitable_offer",
    propensity: 1,
  });
});

test("the merchant's priority comes before profit, and a pinned product before the others of its offer", () => {
  const offers = [
    sampleOffer({ productIds: ["20", "21"], pinnedProductId: "20" }),
    pinned({ id: 2, productIds: ["10"], pinnedProductId: "10" }),
  ];
  for (const one of visitors.slice(0, 20)) {
    expect(
      chooseOffer(request({ offers: offers.map((offer) => ({ ...offer, priority: offer.id === 1 ? 1 : 0 })), visitor: one })),
    ).toMatchObject({
      variantId: "201",
    });
    expect(
      chooseOffer(request({ offers: offers.map((offer) => ({ ...offer, priority: offer.id === 2 ? 1 : 0 })), visitor: one })),
    ).toMatchObject({
      variantId: "101",
    });
  }
});

test("an offer may pin a product that the engine would not have brought up", () => {
  const offers = [sampleOffer({ dynamic: true, productIds: [], pinnedProductId: "21" })];
  const dynamicProducts = [{ productId: "20", source: "popular" as const, product: product("20", 1_000) }];
  expect(chooseOffer(request({ offers, dynamicProducts }))).toMatchObject({ variantId: "211" });
  expect(chooseOffer(request({ offers, dynamicProducts, cart: [line("30"), line("21")] })).candidates).toMatchObject([
    { productId: "20", reason: null, source: "popular" },
    { productId: "21", reason: "already_in_cart", source: "pinned" },
  ]);
});

test("a tier that can only lose gives way to the next one; when all do, nothing is chosen and the reason says so", () => {
  // everybody buys 20 anyway, so a discount on it is a gift
  const affinity = { ...request().affinity, baseProbability: (id: string) => (id === "20" ? 0.9 : 0.05) };
  const gift = sampleOffer({ discount: { kind: "percentage", value: 4_000 }, priority: 5 });
  const learned = policyBeliefs(1, {
    ...UNTRAINED_MODEL,
    shown: [["product|guest|", 1, "20", 4_000, 5_000, 4_500]],
    withheld: [["product|guest|", "20", 5_000, 4_500]],
  });
  const alone = chooseOffer(request({ offers: [gift], affinity, policy: learned }));
  expect(alone).toMatchObject({ kind: "none", reason: "no_profitable_offer", propensity: 1 });
  expect(alone.candidates).toMatchObject([{ productId: "20", weight: 0, reason: "no_profitable_offer" }]);
  expect(alone.candidates[0]?.score).toBeLessThan(0);
  const next = pinned({ id: 2, productIds: ["10"], pinnedProductId: "10" });
  const choice = chooseOffer(request({ offers: [gift, next], affinity, policy: learned }));
  expect(choice).toMatchObject({ kind: "offer", offer: { id: 2 } });
  expect(choice.candidates.map(({ productId, reason }) => [productId, reason])).toEqual([
    ["10", null],
    ["20", "no_profitable_offer"],
  ]);
});

test("each offer that another one outranks is told as such, however many arms competed, and before what fell out of it", () => {
  const many = Array.from({ length: 8 }, (_, at) => product(String(100 + at), 1_000, { unitCost: 400 }));
  const offers = [
    sampleOffer({ productIds: many.map(({ productId }) => productId), depthsBp: [0, 500, 1_000], priority: 9 }),
    sampleOffer({ id: 2, productIds: ["20", "30"] }),
    sampleOffer({ id: 3, productIds: ["21"], priority: -1 }),
    sampleOffer({ id: 4, productIds: ["21"], trigger: { kind: "product", productIds: ["31"] } }),
  ];
  const known = products(...many, product("20", 1_000), product("21", 3_000), product("30", 1_000));
  const full = chooseOffer(request({ offers, ...known })).candidates;
  expect(full.slice(0, 12).every(({ offerId }) => offerId === 1)).toBe(true);
  expect(full.slice(12)).toMatchObject(
    [2, 3].map((offerId) => ({ offerId, productId: null, score: null, weight: null, reason: "outranked" })),
  );
  const few = chooseOffer(
    request({ offers: [{ ...(offers[0] as (typeof offers)[0]), productIds: ["100"], depthsBp: [] }, ...offers.slice(1)], ...known }),
  );
  expect(few.candidates.map(({ offerId, reason }) => [offerId, reason])).toEqual([
    [1, null],
    [2, "outranked"],
    [3, "outranked"],
    [2, "already_in_cart"],
    [4, "not_triggered"],
  ]);
});

test("an offer of which no result is known yet says so, once there are results of others", () => {
  const untried = (policy: ChooseRequest["policy"]) => chooseOffer(request({ policy })).candidates[0]?.untried;
  const seen = (offerId: number) => policyBeliefs(2, { ...UNTRAINED_MODEL, shown: [["cart|guest|", offerId, "77", 0, 10, 1]] });
  expect(untried(policyBeliefs(0, UNTRAINED_MODEL))).toBe(false);
  expect(untried(seen(8))).toBe(true);
  expect(untried(seen(1))).toBe(false);
});

test("what a visitor was given of an offer and product fixes the depth; one the offer does not have is never exceeded", () => {
  const offers = [pinned({ depthsBp: [0, 500, 1_000] })];
  for (const depth of [0, 500, 1_000]) {
    const given = visitors.map((one) => chooseOffer(request({ offers, visitor: { ...one, depthsShown: new Map([["1:20", depth]]) } })));
    expect(new Set(given.map((choice) => choice.kind === "offer" && choice.depthBp))).toEqual(new Set([depth]));
  }
  for (const [only, given, now] of [
    [[0, 500, 1_000], 700, 500],
    [[800, 1_000], 700, 800],
  ] as const) {
    const again = visitors.map((one) =>
      chooseOffer(request({ offers: [pinned({ depthsBp: [...only] })], visitor: { ...one, depthsShown: new Map([["1:20", given]]) } })),
    );
    expect(new Set(again.map((choice) => choice.kind === "offer" && choice.depthBp))).toEqual(new Set([now]));
  }
});

test("only depths that reach the floor compete", () => {
  const offers = [pinned({ depthsBp: [0, 4_000, 4_500], discount: { kind: "percentage", value: 4_500 } })];
  const choices = visitors.map((one) => chooseOffer(request({ offers, visitor: one })));
  for (const choice of choices) expect(choice.kind === "offer" && choice.depthBp).not.toBe(4_500);
  expect(choices[0]?.candidates.filter(({ reason }) => reason === "margin_floor")).toMatchObject([{ depthBp: 4_500 }]);
});

test("a product of the cart's type and price is worth less than the same product of another type", () => {
  const cart = [line("30", { productType: "Mug", unitPrice: 1_100, unitCost: 300 })];
  const scoreOf = (productType: string, price: number) => {
    const choice = chooseOffer(request({ cart, ...products(product("20", price, { productType })) }));
    return choice.candidates[0]?.score ?? Number.NaN;
  };
  expect(scoreOf("Mug", 1_000)).toBeLessThan(scoreOf("Tea", 1_000));
  expect(scoreOf("Mug", 700)).toBe(scoreOf("Tea", 700));
  const viewed = { productId: "30", productType: "Mug", unitPrice: 1_100, unitCost: 300, collectionIds: [] };
  const beside = chooseOffer(request({ cart: [], viewed, ...products(product("20", 1_000, { productType: "Mug" })) }));
  expect(beside).toMatchObject({ context: "product|guest|Mug" });
  expect(beside.candidates[0]?.score).toBe(scoreOf("Mug", 1_000));
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

test("chances sum to 1 over what may be chosen, none under 2 %, and visitors meet them", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ price: fc.integer({ min: 300, max: 9_000 }), base: fc.double({ min: 0.001, max: 0.6, noNaN: true }) }), {
        minLength: 1,
        maxLength: 40,
      }),
      fc.constantFrom<number[]>([], [0, 500, 1_000], [500, 1_500]),
      (list, depthsBp) => {
        const many = list.map(({ price }, at) => product(String(100 + at), price, { unitCost: Math.round(price * 0.4) }));
        const affinity = { ...request().affinity, baseProbability: (id: string) => list[Number(id) - 100]?.base ?? 0 };
        const offers = [
          sampleOffer({ productIds: many.map((one) => one.productId), depthsBp, discount: { kind: "percentage", value: 1_500 } }),
        ];
        const choice = chooseOffer(request({ offers, affinity, ...products(...many) }));
        const weights = choice.candidates.map(({ weight }) => weight ?? 0).filter((weight) => weight > 0);
        const nothing = 1 - weights.reduce((sum, weight) => sum + weight, 0);
        expect(nothing).toBeGreaterThan(0.02 - 1e-5);
        for (const weight of weights) expect(weight).toBeGreaterThan(0.02 - 1e-5);
        expect(weights.length).toBeLessThanOrEqual(8);
        expect(choice.propensity).toBeCloseTo(choice.kind === "offer" ? (choice.candidates[0]?.weight ?? Number.NaN) : nothing, 4);
      },
    ),
    { numRuns: 60 },
  );
  const offers = [sampleOffer({ productIds: ["20", "21"] })];
  const crowd = Array.from({ length: 2_000 }, (_, at) => chooseOffer(request({ offers, visitor: visitor({ drawnBy: `v${at}` }) })));
  const expected = crowd[0]?.candidates.find(({ productId }) => productId === "20")?.weight ?? 0;
  const met = crowd.filter((choice) => choice.kind === "offer" && choice.product.productId === "20").length / crowd.length;
  expect(Math.abs(met - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / crowd.length));
});

test("the same visitor keeps the arm whatever else changes: the order of offers, time, what others did, an offer that falls out", () => {
  const offers = [
    sampleOffer({ productIds: ["20", "21"], depthsBp: [0, 1_000] }),
    sampleOffer({ id: 2, productIds: ["10"], trigger: { kind: "product", productIds: ["31"] } }),
  ];
  const nameOf = (one: (typeof visitors)[number], values: Partial<ChooseRequest> = {}) => {
    const choice = chooseOffer(request({ offers, visitor: one, ...values }));
    return choice.kind === "offer" ? JSON.stringify(choice.arm) : choice.reason;
  };
  for (const one of visitors.slice(0, 50)) {
    const before = nameOf(one);
    expect(nameOf(one, { offers: offers.toReversed() })).toBe(before);
    expect(nameOf(one, { offers: offers.slice(0, 1) })).toBe(before);
    expect(nameOf(one, { now: new Date("2026-04-15T12:00:00Z"), use: used({ orders: 40, given: 100 }) })).toBe(before);
  }
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

test("of two products that are otherwise equal, the one half of whose buyers send it back ranks below", () => {
  const returns = { shop: 0, types: [], products: [["21", 0.5]] as const };
  const measures = { day: "2026-03-15", returns, interruption: {} };
  const alike = { offers: [sampleOffer({ productIds: ["20", "21"] })], ...products(product("20", 1_000), product("21", 1_000)) };
  const of = (id: string) =>
    chooseOffer(request({ ...alike, policy: policyBeliefs(1, { ...UNTRAINED_MODEL, measures }) })).candidates.find(
      ({ productId }) => productId === id,
    );
  expect(of("21")?.score).toBeCloseTo((of("20")?.score ?? 0) / 2, 1);
  expect(of("21")?.weight).toBeLessThan(of("20")?.weight ?? 0);
});

test("where offers interrupt, those stop whose gain is below what the interruption loses", () => {
  // V = .3 x 400 - .05 x 500 = 95 before it
  const learned = {
    ...UNTRAINED_MODEL,
    shown: [["product|guest|", 1, "20", 1_000, 100_000, 30_000]] as const,
    withheld: [["product|guest|", "20", 100_000, 5_000]] as const,
  };
  const shown = (interruption: { product?: number; cart?: number }) => {
    const measures = { day: "2026-03-15", returns: { shop: 0, types: [], products: [] }, interruption };
    const policy = policyBeliefs(1, { ...learned, measures });
    const choices = visitors.map((one) => chooseOffer(request({ offers: [sampleOffer()], policy, visitor: one })));
    return choices.filter(({ kind }) => kind === "offer").length / choices.length;
  };
  expect(shown({})).toBeGreaterThan(0.9);
  expect(shown({ product: 80 })).toBeGreaterThan(0.9);
  expect(shown({ product: 110 })).toBe(0);
  expect(shown({ cart: 110 })).toBeGreaterThan(0.9);
});
