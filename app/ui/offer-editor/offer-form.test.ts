import { expect, test } from "vitest";
import { NO_ENGINE_RULES, type Offer, OfferDraft } from "../../funnel/offer.ts";
import { formOf, newForm, toDraft } from "./offer-form.ts";
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

test("an offer goes through the editor's fields unchanged, in both languages", () => {
  for (const locale of ["en", "vi"] as const) {
    const drafted = toDraft(formOf(offer, { ...ground, locale }), { ...ground, locale });
    const { id: _id, status: _status, pausedReason: _reason, publishedAt: _at, updatedAt: _updated, ...draft } = offer;
    expect(drafted).toEqual({ kind: "draft", draft });
    if (drafted.kind === "draft") expect(OfferDraft.safeParse(drafted.draft).success).toBe(true);
  }
});

test("a template lacks only what the merchant alone can know", () => {
  const drafted = toDraft(newForm("tripwire", words), ground);
  const parsed = OfferDraft.safeParse(drafted.kind === "draft" ? drafted.draft : null);
  expect(parsed.error?.issues.map((issue) => issue.message).sort()).toEqual(["loss_budget_required", "product_required"]);
  const maximizer = toDraft({ ...newForm("profit_maximizer", words), productIds: ["1"] }, ground);
  expect(OfferDraft.safeParse(maximizer.kind === "draft" ? maximizer.draft : null).success).toBe(true);
});

test("a field that holds no number is named, with a code of its own", () => {
  const form = {
    ...newForm("tripwire", words),
    discountText: "half",
    lossBudget: "lots",
    totalLimit: "1.5",
    firstDay: "soon",
    maxQuantity: "",
  };
  expect(toDraft(form, ground)).toEqual({
    kind: "unreadable",
    errors: {
      "discount.value": "not_a_percentage",
      lossBudget: "not_an_amount",
      totalLimit: "not_a_number",
      startsAt: "not_a_day",
      maxQuantity: "not_a_number",
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
