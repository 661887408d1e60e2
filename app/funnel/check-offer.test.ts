import { expect, test } from "vitest";
import { checkOffer, type OfferFacts } from "./check-offer.ts";
import { sampleOffer } from "./sample-offer.ts";

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
};

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
] as const satisfies readonly (readonly [string, object, Record<string, string>])[]) {
  test(`${what}: ${JSON.stringify(errors)}`, () => {
    expect(checkOffer(sampleOffer(structuredClone(values) as never), facts)).toEqual(errors);
  });
}
