import fc from "fast-check";
import { expect, test } from "vitest";
import { type CartLineFacts, type ChooseRequest, chooseOffer, type OfferedProduct, type OfferUse } from "./choose-offer.ts";
import type { OfferTrigger } from "./offer.ts";
import { sampleOffer } from "./sample-offer.ts";

function product(id: string, price: number, unitCost: number | null = Math.round(price * 0.5)): [string, OfferedProduct] {
  return [id, { productId: id, title: `Product ${id}`, handle: `p-${id}`, imageUrl: null, variants: [{ id: `${id}1`, price, unitCost }] }];
}

function line(productId: string, values: Partial<CartLineFacts> = {}): CartLineFacts {
  return { productId, quantity: 1, unitPrice: 2_000, collectionIds: [], offerId: null, ...values };
}

function request(values: Partial<ChooseRequest> = {}): ChooseRequest {
  return {
    now: new Date("2026-03-15T12:00:00Z"),
    placement: "product",
    currency: "GBP",
    rules: { assumedCostBp: 5_500, paymentFeeBp: 0, marginFloorBp: 1_000 },
    offers: [sampleOffer()],
    products: new Map([product("10", 1_200), product("20", 1_000), product("21", 3_000)]),
    cart: [line("30")],
    customerOrders: null,
    use: new Map(),
    affinity: () => 1,
    ...values,
  };
}

const tripwire = sampleOffer({
  id: 5,
  stage: "tripwire",
  productIds: ["10"],
  audience: "first_time_buyers",
  discount: { kind: "percentage", value: 6_000 },
  lossBudget: 10_000,
});
const used = (values: Partial<OfferUse>) => new Map([[1, { orders: 0, ownOrders: 0, lost: 0, declined: false, ...values }]]);

test("an offer that holds is chosen with its price before and after", () => {
  expect(chooseOffer(request())).toMatchObject({ kind: "offer", offer: { id: 1 }, variantId: "201", price: 1_000, discountedPrice: 900 });
});

for (const [reason, values] of [
  ["no_live_offer", { offers: [] }],
  ["no_live_offer", { offers: [sampleOffer({ status: "paused" })] }],
  ["no_live_offer", { offers: [sampleOffer({ placements: ["cart"] })] }],
  ["no_live_offer", { offers: [sampleOffer({ startsAt: "2026-03-15T12:00:01Z" })] }],
  ["no_live_offer", { offers: [sampleOffer({ endsAt: "2026-03-15T12:00:00Z" })] }],
  ["not_in_audience", { offers: [sampleOffer({ audience: "first_time_buyers" })], customerOrders: 1 }],
  ["not_in_audience", { offers: [sampleOffer({ audience: "returning_customers" })], customerOrders: 0 }],
  ["not_in_audience", { offers: [sampleOffer({ audience: "returning_customers" })], customerOrders: null }],
  ["not_triggered", { offers: [sampleOffer({ trigger: { kind: "product", productIds: ["31"] } })] }],
  ["not_triggered", { offers: [sampleOffer({ trigger: { kind: "collection", collectionIds: ["7"] } })] }],
  ["not_triggered", { offers: [sampleOffer({ trigger: { kind: "cart_value", minimum: 2_001 } })] }],
  ["already_in_cart", { cart: [line("20")] }],
  ["already_in_cart", { cart: [line("30"), line("22", { offerId: 1 })] }],
  ["out_of_stock", { offers: [sampleOffer({ productIds: ["99"] })] }],
  ["margin_floor", { offers: [sampleOffer({ discount: { kind: "percentage", value: 4_500 } })] }],
  ["declined_recently", { use: used({ declined: true }) }],
  ["customer_limit", { offers: [sampleOffer({ perCustomerLimit: 2 })], use: used({ ownOrders: 2 }) }],
  ["total_limit", { offers: [sampleOffer({ totalLimit: 3 })], use: used({ orders: 3 }) }],
  ["loss_budget_spent", { offers: [{ ...tripwire, id: 1, lossBudget: 200 }], use: used({ lost: 100 }) }],
] as const satisfies readonly (readonly [string, Partial<ChooseRequest>])[]) {
  test(`nothing is shown: ${reason} ${JSON.stringify(values).slice(0, 60)}`, () => {
    expect(chooseOffer(request(values))).toMatchObject({ kind: "none", reason });
  });
}

test("triggers hold: product, collection, cart value to the penny", () => {
  const cart = [line("30", { collectionIds: ["7"] })];
  for (const trigger of [
    { kind: "product", productIds: ["30"] },
    { kind: "collection", collectionIds: ["6", "7"] },
    { kind: "cart_value", minimum: 2_000 },
  ] as const) {
    expect(chooseOffer(request({ cart, offers: [sampleOffer({ trigger: structuredClone(trigger) as never })] })).kind).toBe("offer");
  }
});

test("a first-time buyer sees the tripwire before a better paying maximizer, a returning one the maximizer", () => {
  const offers = [sampleOffer({ priority: 9 }), tripwire];
  expect(chooseOffer(request({ offers }))).toMatchObject({ offer: { id: 5 } });
  expect(chooseOffer(request({ offers, customerOrders: 0 }))).toMatchObject({ offer: { id: 5 } });
  expect(chooseOffer(request({ offers, customerOrders: 2 }))).toMatchObject({ offer: { id: 1 } });
  expect(chooseOffer(request({ offers, cart: [line("30"), line("10", { offerId: 5 })] }))).toMatchObject({ offer: { id: 1 } });
});

test("among candidates affinity with the cart times what a sale leaves decides, after the merchant's priority", () => {
  const offers = [sampleOffer({ productIds: ["20", "21"] }), sampleOffer({ id: 2, productIds: ["10"] })];
  const affinity = (id: string) => ({ "20": 1, "21": 0.2, "10": 0.9 })[id] ?? 0;
  // 20: 400 x 1; 21: 1,200 x 0.2; 10: 480 x 0.9
  const choice = chooseOffer(request({ offers, affinity }));
  expect(choice).toMatchObject({ kind: "offer", offer: { id: 2 } });
  expect(choice.candidates.map((item) => item.productId)).toEqual(["10", "20", "21"]);
  expect(chooseOffer(request({ offers: offers.map((offer) => ({ ...offer, priority: offer.id === 1 ? 1 : 0 })), affinity }))).toMatchObject(
    { variantId: "201" },
  );
});

test("a none names the reason of the candidate that came nearest", () => {
  const offers = [sampleOffer({ trigger: { kind: "product", productIds: ["31"] } }), sampleOffer({ id: 2, productIds: ["99"] })];
  expect(chooseOffer(request({ offers }))).toMatchObject({
    kind: "none",
    reason: "out_of_stock",
    candidates: [{ reason: "not_triggered" }, { reason: "out_of_stock" }],
  });
});

test("an unknown unit cost is the assumed part of the price before discount", () => {
  const products = new Map([product("20", 1_000, null)]);
  // cost 550: 10 % margin is left at 611 and more
  expect(chooseOffer(request({ products, offers: [sampleOffer({ discount: { kind: "amount", value: 388 } })] })).kind).toBe("offer");
  expect(chooseOffer(request({ products, offers: [sampleOffer({ discount: { kind: "amount", value: 390 } })] }))).toMatchObject({
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
      fc.integer({ min: 0, max: 4_000 }),
      fc.integer({ min: 0, max: 4_000 }),
      fc.integer({ min: 0, max: 9_000 }),
      fc.integer({ min: 0, max: 900 }),
      (given, price, cost, floor, fee) => {
        const rules = { assumedCostBp: 5_500, paymentFeeBp: fee, marginFloorBp: floor };
        const choice = chooseOffer(
          request({ rules, offers: [sampleOffer({ discount: given })], products: new Map([product("20", price, cost)]) }),
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
      expect(chooseOffer(request({ cart, offers: [sampleOffer({ trigger: given })] }))).toMatchObject({
        kind: "none",
        reason: "not_triggered",
      });
    }),
  );
});
