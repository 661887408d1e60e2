import { expect, test } from "vitest";
import { NO_ENGINE_RULES, type Offer, OfferDraft } from "../../funnel/offers/offer.ts";
import { depthChoices } from "./depth-choices.ts";
import { formOf, newForm, readOffer } from "./offer-form.ts";
import { saleMargin, salesWithinBudget } from "./sale-margin.ts";

const ground = { currency: "USD", timezone: "America/New_York", locale: "en" } as const;
const words = { name: "Welcome", headline: "Try it", body: "" };

const offer: Offer = {
  id: 1,
  status: "draft",
  pausedReason: null,
  publishedAt: null,
  updatedAt: "2026-01-01T00:00:00.000Z",
  name: "Welcome",
  stage: "tripwire",
  headline: "Try it",
  body: "Once",
  productIds: ["11"],
  discount: { kind: "amount", value: 450 },
  trigger: { kind: "cart_value", minimum: 2_000 },
  audience: "first_time_buyers",
  placements: ["product", "cart"],
  startsAt: "2026-03-01T05:00:00.000Z",
  endsAt: "2026-04-01T03:59:59.000Z",
  perCustomerLimit: 1,
  totalLimit: null,
  maxQuantity: 2,
  lossBudget: 10_000,
  priority: 3,
  ...NO_ENGINE_RULES,
};

const dynamic: Offer = {
  ...offer,
  stage: "profit_maximizer",
  productIds: [],
  lossBudget: null,
  discount: { kind: "percentage", value: 1_250 },
  dynamic: true,
  depthsBp: [0, 500, 1_250],
  pinnedProductId: "12",
  excludedProductIds: ["13", "14"],
  marginFloorBp: 1_550,
  dailyLimit: 40,
  discountBudget: 123_456,
};

test("an offer goes through the editor's fields unchanged, in both languages", () => {
  for (const locale of ["en", "vi"] as const) {
    for (const saved of [offer, { ...offer, dailyLimit: 3, discountBudget: 99 }, dynamic, { ...dynamic, depthsBp: [] }]) {
      const drafted = readOffer(formOf(saved, { ...ground, locale }), { ...ground, locale });
      const { id: _id, status: _status, pausedReason: _reason, publishedAt: _at, updatedAt: _updated, ...draft } = saved;
      expect(drafted).toEqual({ kind: "read", values: draft });
      if (drafted.kind === "read") expect(OfferDraft.safeParse(drafted.values).success).toBe(true);
    }
  }
});

test("what a kind of offer does not have is not sent with it", () => {
  const form = formOf(dynamic, ground);
  const draftOf = (values: Partial<typeof form>) => {
    const drafted = readOffer({ ...form, ...values }, ground);
    return drafted.kind === "read" ? drafted.values : null;
  };
  expect(draftOf({ stage: "tripwire", productIds: ["1"] })).toMatchObject({
    dynamic: false,
    productIds: ["1"],
    pinnedProductId: null,
    excludedProductIds: [],
    marginFloorBp: null,
  });
  expect(draftOf({ discountKind: "amount", discountText: "4" })).toMatchObject({ depthsBp: [], dynamic: true });
  expect(draftOf({ productIds: ["1"] })).toMatchObject({ productIds: [] });
});

test("what cannot be decided together is said at its field", () => {
  const codes = (values: Partial<ReturnType<typeof formOf>>) => {
    const drafted = readOffer({ ...formOf(dynamic, ground), ...values }, ground);
    const parsed = OfferDraft.safeParse(drafted.kind === "read" ? drafted.values : null);
    return Object.fromEntries((parsed.error?.issues ?? []).map((issue) => [issue.path.join("."), issue.message]));
  };
  expect(codes({ discountKind: "amount", discountText: "4" })).toEqual({ "discount.kind": "dynamic_percentage" });
  expect(codes({ discountText: "4" })).toEqual({ depthsBp: "depth_above_discount" });
  expect(codes({ lesserDepthsBp: [0, 100, 200, 300, 400] })).toEqual({ depthsBp: "too_many_depths" });
  expect(codes({ dynamic: false, productIds: ["1"] })).toEqual({ pinnedProductId: "pinned_not_offered" });
});

test("lesser discounts are offered in steps a merchant would name, and what is chosen stays to be seen", () => {
  expect(depthChoices(2_000, [])).toEqual([0, 500, 1_000, 1_500]);
  expect(depthChoices(1_250, [])).toEqual([0, 500, 1_000]);
  expect(depthChoices(5_000, [])).toEqual([0, 1_500, 2_500, 4_000]);
  expect(depthChoices(500, [0, 750])).toEqual([0, 750]);
  expect(depthChoices(0, [])).toEqual([]);
});

test("a template lacks only what the merchant alone can know", () => {
  const drafted = readOffer(newForm("tripwire", words), ground);
  const parsed = OfferDraft.safeParse(drafted.kind === "read" ? drafted.values : null);
  expect(parsed.error?.issues.map((issue) => issue.message).sort()).toEqual(["loss_budget_required", "product_required"]);
  const maximizer = readOffer({ ...newForm("profit_maximizer", words), productIds: ["1"] }, ground);
  expect(OfferDraft.safeParse(maximizer.kind === "read" ? maximizer.values : null).success).toBe(true);
});

test("a new offer is for those whom the page that led to it was about", () => {
  expect(newForm("profit_maximizer", words, "returning_customers").audience).toBe("returning_customers");
  expect(newForm("profit_maximizer", words).audience).toBe("everyone");
});

test("a field that holds no number is named, with a code of its own", () => {
  const form = {
    ...newForm("tripwire", words),
    discountText: "half",
    lossBudget: "lots",
    totalLimit: "1.5",
    firstDay: "soon",
    maxQuantity: "",
    dailyLimit: "few",
    discountBudget: "some",
  };
  expect(readOffer(form, ground)).toMatchObject({
    kind: "unreadable",
    errors: {
      "discount.value": "not_a_percentage",
      lossBudget: "not_an_amount",
      totalLimit: "not_a_number",
      startsAt: "not_a_day",
      maxQuantity: "whole_number_required",
      dailyLimit: "not_a_number",
      discountBudget: "not_an_amount",
    },
  });
});

test("the margin is that of the variant which leaves least", () => {
  const variant = { id: "1", title: "", availableForSale: true };
  const product = {
    id: "1",
    title: "Box",
    imageUrl: null,
    isGiftCard: false,
    variants: [
      { ...variant, price: 2_000, unitCost: 500 },
      { ...variant, price: 1_490, unitCost: 820 },
    ],
  };
  const rules = { assumedCostBp: 5_500, paymentFeeBp: 0, marginFloorBp: 1_000 };
  expect(saleMargin(product, { kind: "percentage", value: 5_000 }, rules)).toMatchObject({
    price: 1_490,
    paid: 745,
    cost: 820,
    profit: -75,
    costKnown: true,
    reachesFloor: false,
  });
  expect(saleMargin({ ...product, variants: [] }, { kind: "percentage", value: 0 }, rules)).toBeNull();
  expect(salesWithinBudget(75, 20_000)).toBe(266);
  expect(salesWithinBudget(0, 20_000)).toBeNull();
});
