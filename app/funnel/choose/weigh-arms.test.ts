import fc from "fast-check";
import { expect, test } from "vitest";
import { UNTRAINED_MODEL } from "../learn/policy-model.ts";
import { sampleOffer } from "../offers/sample-offer.ts";
import { policyBeliefs } from "./beliefs.ts";
import { chooseOffer } from "./choose-offer.ts";
import type { ChooseRequest } from "./choose-request.ts";
import {
  sampleLine as line,
  samplePinned as pinned,
  sampleProduct as product,
  sampleProducts as products,
  sampleChooseRequest as request,
  sampleTripwire as tripwire,
  sampleVisitor as visitor,
  sampleVisitors as visitors,
} from "./sample-choose-request.ts";

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
