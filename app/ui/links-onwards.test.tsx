import { expect, test } from "vitest";
import { markupOf, wordsOf as words } from "../../tests/words-of.tsx";
import { sampleOffer } from "../funnel/offers/sample-offer.ts";
import { offerConflicts } from "../funnel/publish/offer-conflicts.ts";
import { finding, names, share } from "../funnel/publish/publish-finding.ts";
import { type ShowingFacts, showingFindings } from "../funnel/publish/showing-findings.ts";
import { CustomerNoForecastCard } from "./customer-no-forecast.tsx";
import { PublishFindings } from "./offer-editor/publish-check-card.tsx";
import { cameFrom } from "./results/came-from.ts";
import { OfferOutcomesCard } from "./why/offer-outcomes-card.tsx";

const linksOf = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url as string);

const FACTS: ShowingFacts = {
  now: new Date("2026-03-01T00:00:00Z"),
  currency: "USD",
  products: [],
  dynamicProducts: null,
  excludedProductIds: [],
  globalHoldoutBp: 0,
  offerHoldoutBp: 0,
  offerHoldoutId: null,
  globalProofId: null,
  activePlacements: ["product", "cart"],
  abTests: [],
  used: { orders: 0, lost: 0, given: 0 },
  rooms: { discount: null, loss: null },
};

test("the offers that a finding names are links to them", () => {
  const findings = offerConflicts(sampleOffer(), [sampleOffer({ id: 2, name: "Mug", productIds: ["99"] })], {
    visitors: 0,
    visitorsFirstTime: 0,
    since: null,
  });
  expect(linksOf(markupOf(<PublishFindings findings={findings} />))).toEqual(["/app/offers/2"]);
});

test("the test that a finding names is a link to it", () => {
  const findings = showingFindings(sampleOffer({ productIds: [] }), {
    ...FACTS,
    abTests: [{ id: 7, name: "Shorter words", running: true, arms: [] }],
  });
  expect(words(<PublishFindings findings={findings} />)).toContain("The test “Shorter words” runs on this offer");
  expect(linksOf(markupOf(<PublishFindings findings={findings} />))).toEqual(["/app/experiments/7"]);
  const arms = [{ key: "b", name: "Less", change: { headline: "35% less" } }];
  const differing = showingFindings(sampleOffer({ productIds: [] }), {
    ...FACTS,
    abTests: [{ id: 7, name: "Words", running: false, arms }],
  });
  expect(words(<PublishFindings findings={differing} />)).toContain("In the test “Words”, “Less” names “35%”, but its discount is 10%.");
  expect(words(<PublishFindings findings={differing} />, "vi")).toContain("“Less” ghi “35%”, nhưng mức giảm của biến thể này là 10%.");
  expect(linksOf(markupOf(<PublishFindings findings={differing} />))).toEqual(["/app/experiments/7"]);
});

test("a finding that speaks of the settings leads there, one of a silent place into the theme editor, and others nowhere", () => {
  const html = (code: "holdout" | "place_silent" | "stack_none") =>
    markupOf(
      <PublishFindings findings={[finding("warns", code, { places: names(["cart"]), everywhere: share(0.05), here: share(0.1) })]} />,
    );
  expect(linksOf(html("holdout"))).toEqual(["/app/settings"]);
  expect(linksOf(html("place_silent")).map((url) => new URL(url).pathname)).toEqual([
    "/admin/themes/current/editor",
    "/admin/themes/current/editor",
  ]);
  expect(linksOf(html("stack_none"))).toEqual([]);
  const vietnamese = words(<PublishFindings findings={[finding("warns", "excluded_all")]} />, "vi");
  expect(vietnamese).toContain("Mở cài đặt");
});

test("a share of visitors held out leads to where it can be changed: the holdout that runs, else the settings", () => {
  const shown = (facts: Partial<ShowingFacts>, locale: "en" | "vi" = "en") => {
    const card = (
      <PublishFindings findings={showingFindings(sampleOffer({ productIds: [] }), { ...FACTS, ...facts, offerHoldoutBp: 5_000 })} />
    );
    return { links: linksOf(markupOf(card)), text: words(card, locale) };
  };
  expect(shown({}).links).toEqual(["/app/settings"]);
  expect(shown({}).text).toContain("can be changed in the settings");
  const running = shown({ offerHoldoutId: 9 });
  expect(running.links).toEqual(["/app/experiments/9", "/app/settings"]);
  expect(running.text).toContain("How many miss this offer is changed in its own holdout, not in the settings.");
  expect(running.text).toContain("Open this offer's holdout");
  expect(shown({ offerHoldoutId: 9 }, "vi").text).toContain("Mở nhóm đối chứng của ưu đãi này");
  expect(shown({ offerHoldoutId: 9, globalProofId: 3 }).links).toEqual(["/app/experiments/9", "/app/experiments/3"]);
});

test("an offer that no page asked for leads into the theme editor, one with decisions does not", () => {
  const offer = { id: 5, name: "Goes well" };
  const silent = markupOf(<OfferOutcomesCard offer={offer} outcomes={{ decisions: 0, since: null, outcomes: [] }} />);
  expect(linksOf(silent).filter((url) => url.includes("/themes/current/editor"))).toHaveLength(2);
  const asked = { decisions: 1, since: "2026-03-01T00:00:00.000Z", outcomes: [{ outcome: "shown", count: 1 } as const] };
  expect(linksOf(markupOf(<OfferOutcomesCard offer={offer} outcomes={asked} />))).toEqual(["/app/offers/5"]);
});

test("a customer without a forecast leads to the page that can ask for one", () => {
  const card = <CustomerNoForecastCard bought={{ gross: 900, net: 900 }} giftCards={0} rfm={null} shopify={null} />;
  expect(linksOf(markupOf(card))).toEqual(["/app/value"]);
  expect(words(card, "vi")).toContain("Mở trang Giá trị");
});

test("Back of a report leads to where it was opened from, else to Results", () => {
  const from = (query: string) => cameFrom(new URLSearchParams(query));
  expect([from("from=offers&period=all"), from("from=offer"), from("from=elsewhere"), from("")]).toEqual([
    "offers",
    "offer",
    "results",
    "results",
  ]);
});
