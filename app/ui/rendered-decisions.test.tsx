import type { ReactNode } from "react";
import { expect, test } from "vitest";
import { wordsOf } from "../../tests/words-of.tsx";
import { count, finding, moment, money, names, share, shares } from "../funnel/publish/publish-finding.ts";
import type { ExplainedCandidate, ExplainedDecision } from "../funnel/trace/explained-decision.ts";
import type { Locale } from "../locales/locale.ts";
import { DecidesCard } from "./offer-editor/decides-card.tsx";
import { newForm } from "./offer-editor/offer-form.ts";
import { PublishFindings } from "./offer-editor/publish-check-card.tsx";
import { DecisionCard } from "./why/decision-card.tsx";
import { OfferOutcomesCard } from "./why/offer-outcomes-card.tsx";
import { whyQuestion } from "./why/why-question.ts";

const words = (element: ReactNode, locale: Locale = "en") => wordsOf(element, locale, "USD", "UTC");

function candidate(values: Partial<ExplainedCandidate>): ExplainedCandidate {
  return {
    offerId: 5,
    offerName: "Goes well",
    product: null,
    depthBp: null,
    score: null,
    later: 0,
    weight: null,
    reason: null,
    untried: false,
    together: false,
    source: null,
    ...values,
  };
}

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
    candidate({ product: "Kettle", depthBp: 1_000, score: 120, weight: 0.7, together: true, source: "bought_together" }),
    candidate({ product: "Tea", depthBp: 500, score: 60, weight: 0.2, source: "related" }),
    candidate({ offerId: 6, offerName: null, reason: "not_triggered" }),
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

test("showing nothing stands among what was weighed, worth nothing, at its chance", () => {
  expect(words(<DecisionCard decision={decision} />, "en")).toMatch(
    /Goes well 5% \$0\.60 20% Could be shown Nothing shown – \$0\.00 10% Could be chosen/,
  );
  const none = { ...decision, outcome: "none", reason: "no_profitable_offer", propensity: 0.1 } as const;
  expect(words(<DecisionCard decision={none} />, "en")).toMatch(/Why Nothing shown – \$0\.00 10% Could be chosen Kettle/);
  expect(words(<DecisionCard decision={none} />, "vi")).toMatch(/Không hiển thị – 0,00 US\$ 10% Có thể được chọn Kettle/);
  const nobody = { ...none, propensity: null, candidates: decision.candidates.slice(2) };
  expect(words(<DecisionCard decision={nobody} />, "en")).not.toContain("Could be chosen");
});

test("what had no chance beside what was expected to earn more is not said to have been possible", () => {
  const candidates = [
    candidate({ product: "Kettle", depthBp: 0, score: 120, weight: 1 }),
    candidate({ product: "Tea", depthBp: 0, score: 60, weight: 0 }),
  ];
  const forgotten = { ...decision, propensity: 1, candidates };
  const text = words(<DecisionCard decision={forgotten} />, "en");
  expect(text).toMatch(/Kettle Goes well 0% \$1\.20 100% Could be shown Tea/);
  expect(text).toMatch(/Tea Goes well 0% \$0\.60 0% Not shown: another choice was expected to earn more/);
  expect(words(<DecisionCard decision={forgotten} />, "vi")).toMatch(
    /0,60 US\$ 0% Không hiển thị: lựa chọn khác dự kiến có lợi nhuận cao hơn/,
  );
  const outcomes = { decisions: 1, since: "2026-03-15T12:00:00.000Z", outcomes: [{ outcome: "earns_less", count: 1 }] };
  expect(words(<OfferOutcomesCard offer={{ id: 5, name: "Goes well" }} outcomes={outcomes} />, "en")).toContain(
    "expected to earn more 1 100%",
  );
});

test("an offer that was expected to lose money is never praised: showing nothing, or another offer, looked better", () => {
  const loses = (score: number, weight: number, values: Partial<ExplainedCandidate> = {}) =>
    candidate({ product: "Kettle", depthBp: 1_000, score, weight, ...values });
  const text = (candidates: ExplainedCandidate[], locale: Locale = "en") =>
    words(<DecisionCard decision={{ ...decision, propensity: 0.04, candidates }} />, locale);
  const tried = text([loses(-16, 0.04), loses(-40, 0.06)]);
  expect(tried).toContain("was expected to lose $0.16 of profit for each such visitor. Showing nothing looked better on average;");
  expect(tried).not.toContain("more than anything else");
  expect(tried).toContain("Nothing shown – $0.00 90% Could be chosen");
  expect(text([loses(-16, 0.04), loses(-40, 0.06)], "vi")).toContain("làm mất 0,16 US$ lợi nhuận");
  expect(text([loses(-16, 0.04), loses(40, 0.9)])).toContain("Another choice looked better on average;");
  expect(text([loses(-16, 1, { source: "pinned" })])).toContain("You pinned its product, so showing nothing was no choice.");
  expect(text([loses(-16, 1)])).toContain("What a new customer is worth is not known yet, so the tripwire may be tried");
});

test("nothing that was shown as a try says so, and that an offer was expected to earn", () => {
  const tried = { ...decision, outcome: "none", reason: "no_profitable_offer", propensity: 0.02 } as const;
  const offer = candidate({ product: "Kettle", depthBp: 1_000, score: 25, weight: 0.98 });
  const text = words(<DecisionCard decision={{ ...tried, candidates: [offer] }} />, "en");
  expect(text).toContain(
    "Nothing was shown as a try, to learn what sells without an offer: the best offer was expected to add $0.25 of profit for each such visitor.",
  );
  expect(text).toContain("2% of such visitors get this choice.");
  expect(text).not.toContain("No offer was expected to add profit");
  expect(words(<DecisionCard decision={{ ...tried, candidates: [offer] }} />, "vi")).toContain("Lần này thử không hiển thị gì");
  const worse = { ...tried, propensity: 0.9, candidates: [{ ...offer, score: -25, weight: 0.1 }] };
  expect(words(<DecisionCard decision={worse} />, "en")).toContain("No offer was expected to add profit here");
  const gaveWay = { ...tried, propensity: 1, candidates: [{ ...offer, weight: 0, reason: "no_profitable_offer" as const }] };
  expect(words(<DecisionCard decision={gaveWay} />, "en")).toContain("No offer was expected to add profit here");
});

test("profit of this sale and of later orders stand apart, and an offer without results says so", () => {
  const tripwire = candidate({ product: "Kettle", depthBp: 5_000, score: 300, later: 420, weight: 0.9, untried: true });
  const text = words(<DecisionCard decision={{ ...decision, candidates: [tripwire] }} />, "en");
  expect(text).toContain("That is -$1.20 now and $4.20 expected from later orders of the customers it wins.");
  expect(text).toContain("$3.00 -$1.20 now, $4.20 later");
  expect(text).toContain("This offer has no results of its own yet");
  expect(text).not.toContain("Learned from results");
  expect(words(<DecisionCard decision={{ ...decision, candidates: [tripwire] }} />, "vi")).toContain("Ưu đãi này chưa có kết quả riêng");
});

test("an offer's outcomes read as shares of the latest decisions", () => {
  const outcomes = {
    decisions: 8,
    since: "2026-03-01T00:00:00.000Z",
    outcomes: [
      { outcome: "not_triggered", count: 3 },
      { outcome: "shown", count: 1 },
      { outcome: "outranked", count: 4 },
    ],
  };
  const text = words(<OfferOutcomesCard offer={{ id: 5, name: "Goes well" }} outcomes={outcomes} />, "en");
  expect(text).toContain("The cart does not meet the condition of the offer. 3 37.5%");
  expect(text).toContain("Shown 1 12.5%");
  expect(text).toContain("Another offer goes first, by kind of shopper, priority or pinned product. 4 50%");
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

test("what stops an offer from being seen, or its words from being true, reads right in both languages", () => {
  const room = { left: money(1), budget: money(10_000), least: money(150), within: count(2), products: count(3_787) };
  const findings = [
    finding("warns", "tripwire_first_measured", {
      offers: names(["Trip"]),
      visitors: count(425),
      within: count(425),
      since: moment("2026-03-01T00:00:00.000Z"),
      share: share(1),
    }),
    finding("warns", "discount_budget_short", room),
    finding("warns", "discount_budget_some", room),
    finding("warns", "loss_budget_short", room),
    finding("warns", "words_differ", { said: names(["35%"]), given: shares([0, 0.05, 0.125]) }),
    finding("warns", "words_promise", { said: names(["save"]), given: shares([0, 0.125]) }),
    finding("warns", "arm_words_promise", { arm: names(["B"]), test: names(["Words"]), said: names(["save"]), given: shares([0]) }),
  ];
  const text = words(<PublishFindings findings={findings} />, "en");
  for (const part of [
    "A tripwire goes first for everyone who is not signed in or has no order yet, whatever the priority: “Trip”.",
    "that was 425 of 425 visitors (100%) who came by the places of this offer. Narrow the condition, the places or the shoppers of that offer, or pause it",
    "One more sale would take $1.50 or more off, and only $0.01 of its discount budget of $100.00 is left.",
    "enough for one more sale of 2 out of 3,787 products.",
    "One more sale would lose $1.50 or more, and only $0.01 of its loss budget of $100.00 is left.",
    "The words name “35%”, but the discount is 0%, 5%, or 12.5%. Leave it out",
    "The words “save” promise a saving, but the discount is 0% or 12.5%. Choose words that are also true at the full price",
    "In the test “Words”, “B” promises a saving with “save”, but its discount is 0%. Make the test anew",
  ])
    expect(text).toContain(part);
  expect(text).not.toContain("Nothing stands in the way.");
  const vietnamese = words(<PublishFindings findings={findings} />, "vi");
  for (const part of [
    "đó là 425 trong 425 khách truy cập (100%)",
    "của 2 trong 3.787 sản phẩm",
    "Nội dung ghi “35%”, nhưng mức giảm là 0%, 5% hoặc 12,5%. Hãy bỏ phần đó",
    "Nội dung “save” hứa giá rẻ hơn, nhưng mức giảm là 0% hoặc 12,5%. Hãy dùng lời đúng cả khi không giảm giá",
  ])
    expect(vietnamese).toContain(part);
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
  expect(ask(`visitor=${"v".repeat(43)}`)).toMatchObject({ by: "visitor", text: "v".repeat(43) });
  expect(ask("try=product&segment=new&viewed=5&products=1,x,2")).toEqual({
    by: "cart",
    text: "",
    cart: { placement: "product", segment: "new", viewed: "5", productIds: ["1", "2"] },
  });
  expect(ask("")).toMatchObject({ by: null, cart: { placement: "cart", segment: "guest", viewed: null, productIds: [] } });
});
