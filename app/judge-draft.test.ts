import { expect, test } from "vitest";
import { checkAbTest, judgeAbTest } from "./experiments/ab-test-draft.ts";
import { judgeOfferDraft } from "./funnel/offers/judge-offer-draft.ts";
import { sampleOffer } from "./funnel/offers/sample-offer.ts";
import { judgeObjective } from "./ledger/objective.ts";

const { id: _, status: _s, pausedReason: _p, publishedAt: _a, updatedAt: _u, ...offer } = sampleOffer();
const unreadable = {};

test("what cannot be read keeps nothing else of an offer from being judged, and makes nothing else wrong", () => {
  const tripwire = { ...offer, stage: "tripwire", productIds: [], lossBudget: null };
  expect(judgeOfferDraft({ ...tripwire, maxQuantity: unreadable, name: " ", trigger: { kind: "product", productIds: [] } })).toMatchObject({
    draft: { maxQuantity: 1, stage: "tripwire" },
    errors: {
      name: "name_required",
      maxQuantity: "invalid",
      "trigger.productIds": "product_required",
      productIds: "product_required",
      lossBudget: "loss_budget_required",
    },
  });
  const days = { startsAt: "2026-03-02T00:00:00Z", endsAt: "2026-03-01T00:00:00Z" };
  expect(judgeOfferDraft({ ...offer, ...days, discount: { kind: "percentage", value: unreadable } }).errors).toEqual({
    "discount.value": "invalid",
    endsAt: "ends_before_start",
  });
  expect(judgeOfferDraft({ ...offer, ...days, startsAt: unreadable }).errors).toEqual({ startsAt: "invalid" });
  expect(judgeOfferDraft(offer)).toEqual({ draft: offer, errors: {} });
  expect(judgeOfferDraft(null)).toEqual({ draft: null, errors: { form: "invalid" } });
});

test("of an objective the days and values that can be read are held against each other", () => {
  const objective = {
    name: "",
    metric: "orders",
    baseline: 5,
    target: 5,
    startsOn: "2026-04-01",
    endsOn: "2026-03-01",
    weight: unreadable,
    cost: 0,
  };
  expect(judgeObjective(objective).errors).toEqual({
    name: "objective_name_required",
    weight: "not_a_decimal",
    target: "target_is_baseline",
    endsOn: "ends_before_start",
  });
  expect(judgeObjective({ ...objective, name: "More", weight: 1, startsOn: "", baseline: null }).errors).toEqual({
    startsOn: "not_a_day",
    baseline: "not_a_decimal",
  });
});

test("a variant whose discount cannot be read is not called unchanged, and the others are compared with the offer", () => {
  const variant = (change: object) => ({ name: "", change: { headline: null, body: null, discountBp: null, ...change } });
  const { draft, errors } = judgeAbTest({ name: "T", offerId: 1, variants: [variant({ discountBp: unreadable }), variant({})] });
  expect(errors).toEqual({
    "variants.0.name": "variant_name_required",
    "variants.0.discountBp": "invalid",
    "variants.1.name": "variant_name_required",
  });
  if (!draft) throw new Error("nothing to go on with");
  expect(checkAbTest(draft, offer, errors)).toEqual({ "variants.1.headline": "variant_unchanged" });
});
