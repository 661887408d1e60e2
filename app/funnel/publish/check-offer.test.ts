import { expect, test } from "vitest";
import { sampleOffer } from "../offers/sample-offer.ts";
import { checkOffer, type OfferFacts } from "./check-offer.ts";

const facts: OfferFacts = {
  rules: { assumedCostBp: 5_500, paymentFeeBp: 0, marginFloorBp: 1_000 },
  products: new Map([
    ["20", { isGiftCard: false, variants: [{ price: 1_000, unitCost: 400 }] }],
    [
      "21",
      {
        isGiftCard: false,
        variants: [
          { price: 1_000, unitCost: 400 },
          { price: 1_000, unitCost: 800 },
        ],
      },
    ],
    ["22", { isGiftCard: false, variants: [{ price: 1_000, unitCost: null }] }],
    ["23", { isGiftCard: true, variants: [{ price: 1_000, unitCost: 0 }] }],
    ["24", { isGiftCard: false, variants: [] }],
  ]),
  collectionIds: new Set(["7"]),
  dynamic: null,
};
const dynamic = { dynamic: true, productIds: [] };

for (const [what, values, errors] of [
  ["a sound offer", {}, {}],
  ["a product the shop does not have", { productIds: ["20", "99"] }, { productIds: "product_not_found" }],
  ["a product without variants", { productIds: ["24"] }, { productIds: "product_not_found" }],
  ["a gift card", { productIds: ["23"] }, { productIds: "gift_card" }],
  ["an unknown trigger product", { trigger: { kind: "product", productIds: ["99"] } }, { "trigger.productIds": "product_not_found" }],
  ["an unknown collection", { trigger: { kind: "collection", collectionIds: ["8"] } }, { "trigger.collectionIds": "collection_not_found" }],
  ["an amount above the price", { discount: { kind: "amount", value: 1_001 } }, { "discount.value": "amount_above_price" }],
  ["a maximizer at the floor", { discount: { kind: "percentage", value: 5_550 } }, {}],
  ["a maximizer below the floor", { discount: { kind: "percentage", value: 5_600 } }, { "discount.value": "margin_floor" }],
  [
    "a maximizer below the floor in one variant",
    { productIds: ["21"], discount: { kind: "percentage", value: 2_000 } },
    { "discount.value": "margin_floor" },
  ],
  [
    "a maximizer of assumed cost below the floor",
    { productIds: ["22"], discount: { kind: "percentage", value: 4_000 } },
    { "discount.value": "margin_floor" },
  ],
  ["a tripwire below cost within its budget", { stage: "tripwire", discount: { kind: "percentage", value: 9_000 }, lossBudget: 300 }, {}],
  [
    "a tripwire whose budget is below one sale",
    { stage: "tripwire", discount: { kind: "percentage", value: 9_000 }, lossBudget: 299 },
    { lossBudget: "loss_budget_below_one_sale" },
  ],
  ["a dynamic offer", dynamic, {}],
  ["a dynamic offer of a pinned product", { ...dynamic, pinnedProductId: "20" }, {}],
  ["an unknown pinned product", { ...dynamic, pinnedProductId: "99" }, { pinnedProductId: "product_not_found" }],
  ["a pinned gift card", { ...dynamic, pinnedProductId: "23" }, { pinnedProductId: "gift_card" }],
  [
    "a pinned product below the floor",
    { ...dynamic, pinnedProductId: "21", discount: { kind: "percentage", value: 2_000 } },
    { pinnedProductId: "margin_floor" },
  ],
  [
    "a product both pinned and excluded",
    { ...dynamic, pinnedProductId: "20", excludedProductIds: ["20"] },
    { pinnedProductId: "pinned_excluded" },
  ],
  ["an unknown excluded product", { ...dynamic, excludedProductIds: ["99"] }, { excludedProductIds: "product_not_found" }],
  ["depths are as sound as the deepest", { discount: { kind: "percentage", value: 5_550 }, depthsBp: [0, 5_550] }, {}],
  [
    "a deepest depth below the floor",
    { discount: { kind: "percentage", value: 5_600 }, depthsBp: [0, 500, 5_600] },
    { "discount.value": "margin_floor" },
  ],
  ["a lower floor of its own", { discount: { kind: "percentage", value: 5_600 }, marginFloorBp: 900 }, {}],
  ["a higher floor of its own is wrong at that field", { marginFloorBp: 9_000 }, { marginFloorBp: "own_margin_floor" }],
  [
    "a pinned product below the offer's own floor",
    { ...dynamic, pinnedProductId: "20", marginFloorBp: 9_000 },
    { pinnedProductId: "own_margin_floor" },
  ],
  [
    "a tripwire without a percentage off",
    { stage: "tripwire", discount: { kind: "percentage", value: 0 }, lossBudget: 0 },
    { "discount.value": "tripwire_discount_required" },
  ],
  [
    "a tripwire without an amount off",
    { stage: "tripwire", discount: { kind: "amount", value: 0 }, lossBudget: 0 },
    { "discount.value": "tripwire_discount_required" },
  ],
  ["a maximizer that only suggests", { discount: { kind: "percentage", value: 0 } }, {}],
  ["a discount budget of one sale", { discountBudget: 100 }, {}],
  [
    "a discount budget below the units of one sale",
    { discountBudget: 199, maxQuantity: 2 },
    { discountBudget: "discount_budget_below_one_sale" },
  ],
  [
    "a dynamic offer with a discount budget below the sale that takes least",
    { ...dynamic, discountBudget: 19 },
    { discountBudget: "discount_budget_below_one_sale" },
  ],
  ["a dynamic offer with a discount budget of that sale", { ...dynamic, discountBudget: 20 }, {}],
  ["a dynamic offer whose budget is enough at a lesser discount", { ...dynamic, discountBudget: 19, depthsBp: [500, 1_000] }, {}],
  [
    "a dynamic offer with a discount budget below the units of one sale",
    { ...dynamic, discountBudget: 39, maxQuantity: 2 },
    { discountBudget: "discount_budget_below_one_sale" },
  ],
  ["a discount budget below one sale, with lesser discounts", { discountBudget: 99, depthsBp: [500, 1_000] }, {}],
  ["a discount budget below one sale", { discountBudget: 99 }, { discountBudget: "discount_budget_below_one_sale" }],
] as const satisfies readonly (readonly [string, object, Record<string, string>])[]) {
  test(`${what}: ${JSON.stringify(errors)}`, () => {
    const draft = sampleOffer(structuredClone(values) as never);
    expect(checkOffer(draft, { ...facts, dynamic: draft.dynamic ? { finds: true, leastPrice: 200 } : null })).toEqual(errors);
  });
}

test("a dynamic offer that would find nothing to offer says so at its discount", () => {
  expect(checkOffer(sampleOffer(structuredClone(dynamic)), { ...facts, dynamic: { finds: false, leastPrice: null } })).toEqual({
    "discount.value": "no_product_to_offer",
  });
});
