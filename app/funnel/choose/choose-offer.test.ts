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
  sampleUse as used,
  sampleVisitor as visitor,
  sampleVisitors as visitors,
} from "./sample-choose-request.ts";

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

test("a first-time buyer sees the tripwire before a better paying maximizer, a returning one the maximizer", () => {
  const offers = [pinned({ priority: 9 }), tripwire];
  expect(chooseOffer(request({ offers }))).toMatchObject({ offer: { id: 5 } });
  expect(chooseOffer(request({ offers, visitor: visitor({ customerOrders: 0 }) }))).toMatchObject({ offer: { id: 5 } });
  expect(chooseOffer(request({ offers, visitor: visitor({ customerOrders: 2 }) }))).toMatchObject({ offer: { id: 1 } });
  expect(chooseOffer(request({ offers, cart: [line("30"), line("10", { offerId: 5 })] }))).toMatchObject({ offer: { id: 1 } });
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
  // also when more arms competed than are kept
  const many = Array.from({ length: 8 }, (_, at) => product(String(100 + at), 1_000, { unitCost: 400 }));
  const wide = sampleOffer({ id: 3, productIds: many.map(({ productId }) => productId), depthsBp: [0, 500, 1_000] });
  const crowded = chooseOffer(request({ ...products(product("20", 1_000), ...many), offers: [gift, wide], affinity, policy: learned }));
  expect(crowded.candidates.map(({ offerId }) => offerId)).toEqual([...Array(12).fill(3), 1]);
  expect(crowded.candidates.at(-1)).toMatchObject({ productId: "20", reason: "no_profitable_offer" });
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
