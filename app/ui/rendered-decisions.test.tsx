import type { ReactNode } from "react";
import { expect, test } from "vitest";
import { wordsOf } from "../../tests/words-of.tsx";
import type { ExplainedDecision } from "../funnel/explained-decision.ts";
import { count, finding, moment, money, names, share } from "../funnel/publish-finding.ts";
import type { Locale } from "../locales/locale.ts";
import { DecidesCard } from "./offer-editor/decides-card.tsx";
import { newForm } from "./offer-editor/offer-form.ts";
import { PublishFindings } from "./offer-editor/publish-check-card.tsx";
import { DecisionCard } from "./why/decision-card.tsx";
import { OfferOutcomesCard } from "./why/offer-outcomes-card.tsx";
import { whyQuestion } from "./why/why-question.ts";

const words = (element: ReactNode, locale: Locale = "en") => wordsOf(element, locale, "USD", "UTC");

const decision: ExplainedDecision = {
  id: "d",
  at: "2026-03-15T12:00:00.000Z",
  placement: "cart",
  outcome: "shown",
  offerId: 5,
  offerName: "Goes well",
  product: "Kettle",
  price: 2_000,
  discountedPrice: 1_800,
  depthBp: 1_000,
  reason: null,
  withheld: null,
  tracked: true,
  experiments: [{ name: "Global holdout", kind: "global_holdout", arm: "treatment" }],
  policyVersion: 3,
  segment: "returning",
  propensity: 0.7,
  events: ["impression"],
  ordered: true,
  candidates: [
    {
      offerId: 5,
      offerName: "Goes well",
      product: "Kettle",
      depthBp: 1_000,
      score: 120,
      weight: 0.7,
      reason: null,
      together: true,
      source: "bought_together",
    },
    {
      offerId: 5,
      offerName: "Goes well",
      product: "Tea",
      depthBp: 500,
      score: 60,
      weight: 0.2,
      reason: null,
      together: false,
      source: "related",
    },
    {
      offerId: 6,
      offerName: null,
      product: null,
      depthBp: null,
      score: null,
      weight: null,
      reason: "not_triggered",
      together: false,
      source: null,
    },
  ],
};

test("a decision is told in sentences, with everything that was weighed", () => {
  const text = words(<DecisionCard decision={decision} />, "en");
  expect(text).toContain("“Goes well” offered Kettle for $18.00 instead of $20.00.");
  expect(text).toContain("expected to add $1.20 of profit for each such visitor, more than anything else");
  expect(text).toContain("70% of such visitors get this choice.");
  expect(text).toContain("Often bought together");
  expect(text).toContain("Of a like type or collection");
  expect(text).toContain("The cart does not meet the condition of the offer.");
  expect(text).toContain("Learned from results, version 3");
  expect(text).toContain("All offers: not held out");
  const vietnamese = words(<DecisionCard decision={decision} />, "vi");
  expect(vietnamese).toContain("“Goes well” mời Kettle với giá 18,00 US$ thay vì 20,00 US$.");
  expect(vietnamese).toContain("Hay được mua cùng nhau");
});

test("what was withheld or not shown says why", () => {
  const withheld = { ...decision, outcome: "withheld", withheld: "offer_holdout", reason: "holdout" } as const;
  expect(words(<DecisionCard decision={withheld} />, "en")).toContain(
    "was chosen but not shown. This visitor is among those who miss this offer",
  );
  expect(words(<DecisionCard decision={withheld} />, "en")).toContain("Its place was in view");
  expect(words(<DecisionCard decision={withheld} />, "en")).not.toMatch(/\bSeen\b/);
  const fullPrice = { ...withheld, discountedPrice: withheld.price };
  expect(words(<DecisionCard decision={fullPrice} />, "en")).toContain(
    "“Goes well” with Kettle at its price of $20.00 was chosen but not shown.",
  );
  const second = { ...decision, candidates: [...decision.candidates.slice(1, 2), ...decision.candidates.slice(0, 1)] };
  expect(words(<DecisionCard decision={second} />, "en")).toContain("Another choice looked better on average");
  const none = { ...decision, outcome: "none", reason: "no_profitable_offer", candidates: [] } as const;
  expect(words(<DecisionCard decision={none} />, "en")).toContain("No offer was expected to add profit here, so nothing was shown.");
  expect(words(<DecisionCard decision={none} />, "vi")).toContain("Không ưu đãi nào dự kiến tăng lợi nhuận");
});

test("an offer's outcomes read as shares of the latest decisions", () => {
  const outcomes = {
    decisions: 4,
    since: "2026-03-01T00:00:00.000Z",
    outcomes: [
      { outcome: "not_triggered", count: 3 },
      { outcome: "shown", count: 1 },
    ],
  };
  const text = words(<OfferOutcomesCard offer={{ id: 5, name: "Goes well" }} outcomes={outcomes} />, "en");
  expect(text).toContain("The cart does not meet the condition of the offer. 3 75%");
  expect(text).toContain("Shown 1 25%");
});

test("what is left to the engine is said with its limits, and errors stand at their fields", () => {
  const form = {
    ...newForm("profit_maximizer", { name: "", headline: "", body: "" }),
    dynamic: true,
    lesserDepthsBp: [0, 500],
    discountText: "15",
    excludedProductIds: ["7"],
  };
  const state = { form, dirty: true, errors: {}, set: () => {}, discard: () => {}, send: () => {} };
  const discount = { kind: "percentage", value: 1_500 } as const;
  const card = (errors: Record<string, string>) => (
    <DecidesCard state={state} errors={errors} products={new Map()} discount={discount} marginFloorBp={1_000} />
  );
  const text = words(card({ depthsBp: "Too deep", pinnedProductId: "Not offered" }), "en");
  for (const part of [
    "Let Crescendo choose the product",
    "No discount, only the suggestion",
    "Shoppers who would buy anyway are not given a discount.",
    "10% off",
    "15% off (your discount)",
    "Product 7",
    "Leave empty to use the one in your settings (10%).",
    "Too deep",
    "Not offered",
  ])
    expect(text).toContain(part);
  expect(words(card({}), "vi")).toContain("Để Crescendo chọn sản phẩm");
});

test("findings say what is so and what can be done, in both languages", () => {
  const findings = [
    { ...finding("stops", "error"), error: "product_not_found" },
    finding("warns", "stack_below_floor", {
      others: names(["Summer"]),
      products: names(["Kettle", "Tea"]),
      count: count(2),
      share: share(0.034),
      floor: share(0.1),
    }),
    finding("warns", "place_silent", { places: names(["cart"]) }),
    finding("warns", "stack_deeper_loss", { others: names(["Summer"]), loss: money(250), alone: money(75) }),
    finding("tells", "not_begun", { at: moment("2026-04-01T00:00:00.000Z") }),
  ];
  const text = words(<PublishFindings findings={findings} />, "en");
  expect(text).toContain("Must be changed One of the products no longer exists");
  expect(text).toContain("Together with “Summer”, a sale of “Kettle” and “Tea” leaves 3.4%, below your lowest margin of 10%.");
  expect(text).toContain("Products affected: 2.");
  expect(text).toContain("in the last 14 days: Cart page.");
  expect(text).toContain("one sale loses $2.50 instead of $0.75.");
  expect(text).toContain("It begins on Apr 1, 2026, 12:00 AM");
  expect(text).not.toContain("Nothing stands in the way.");
  const vietnamese = words(<PublishFindings findings={findings} />, "vi");
  expect(vietnamese).toContain("một lượt bán “Kettle” và “Tea” chỉ còn 3,4%");
  expect(words(<PublishFindings findings={[finding("tells", "stack_none")]} />, "en")).toContain("Nothing stands in the way.");
});

test("findings that name several offers read right", () => {
  const findings = [
    finding("tells", "shares_place", { offers: names(["Mug", "Tea"]) }),
    finding("warns", "outranked", { offers: names(["Mug"]) }),
  ];
  const text = words(<PublishFindings findings={findings} />, "en");
  expect(text).toContain("Of the same priority in the same places: “Mug” and “Tea”. Each shopper gets whichever");
  expect(text).toContain("Always first in the same places for the same shoppers: “Mug”.");
});

test("the page's address says what is asked; what is no number is left out", () => {
  const ask = (text: string) => whyQuestion(new URLSearchParams(text));
  expect(ask("order=%231001")).toMatchObject({ by: "order", text: "#1001" });
  expect(ask("customer=7")).toMatchObject({ by: "customer", text: "7" });
  expect(ask("try=product&segment=new&viewed=5&products=1,x,2")).toEqual({
    by: "cart",
    text: "",
    cart: { placement: "product", segment: "new", viewed: "5", productIds: ["1", "2"] },
  });
  expect(ask("")).toMatchObject({ by: null, cart: { placement: "cart", segment: "guest", viewed: null, productIds: [] } });
});
