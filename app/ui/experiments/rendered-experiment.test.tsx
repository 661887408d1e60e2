import { expect, test } from "vitest";
import { holdout, look, page, power, words } from "../../../tests/rendered-experiment.tsx";
import { markupOf } from "../../../tests/words-of.tsx";
import { ExperimentBody } from "./experiment-body.tsx";
import { ExperimentNoticeBanner } from "./experiment-notice.tsx";
import { PowerCard } from "./power-card.tsx";

test("groups of the wrong size are said before anything else, with what to do", () => {
  const text = words(
    page({ look: look({ verdict: { kind: "sample_ratio_mismatch", pValue: 0.00001 }, incremental: null, total: null }, true) }),
  );
  expect(text).toContain("The groups do not have the sizes they should have, so no result can be trusted.");
  expect(text).toContain(
    "Not as planned The groups differ from their planned sizes by more than chance allows (p &lt; 0.0001, below 0.001).",
  );
});

test("while a group twice as large as planned would not stand out, nothing is called as planned", () => {
  const early = page({ look: { ...look(), sampleRatio: { pValue: 1, mismatch: false, tooFew: true } } });
  expect(words(early)).toContain("Too few to tell There are too few visitors yet: a group twice as large as planned would not stand out");
  expect(words(early)).not.toContain("As planned");
  expect(words(early, "vi")).toContain("Còn quá ít để kết luận");
});

test("the picture has a name, a meaning and its figures as a table", () => {
  const html = markupOf(page(), { currency: "GBP", timezone: "Europe/London" });
  const [, title, meaning] = /<svg[^>]*role="img"[^>]*aria-labelledby="([^"]+)" aria-describedby="([^"]+)"/.exec(html) ?? [];
  expect(html).toContain(`<title id="${title}">Difference per visitor over time</title>`);
  expect(html).toContain(`<desc id="${meaning}">Difference in profit per visitor, Mar 10, 2026 – Mar 11, 2026.`);
  expect(words(page())).toContain("Mar 11, 2026 1,100 £1.20 £0.40 £2.00");
  expect(words(page({ looks: [] }))).toContain("The picture begins when there have been enough buyers on two days.");
});

test("groups, limits, other readings and the long run are there with their figures", () => {
  const text = words(page());
  expect(text).toContain("Held out: nothing shown 10% 213 60 (28.2%) £2.82 £19.67 £10.00 £600.00");
  expect(text).toContain("a profit above £99.00 counts as £99.00");
  expect(text).toContain("The groups have the sizes they should have (p = 0.83; something would be wrong below 0.001");
  expect(words(page({ plannedUnits: null }))).toContain("at the planned end on Apr 20, 2026. Until then the first column counts.");
  expect(text).toContain("Buyers with a refund: at most 25% more Critical Broken");
  expect(text).toContain("£1.20 (£0.40 to £2.00) – 99.9%");
  expect(text).toContain(
    "The narrower range is given once, at the planned end on Apr 20, 2026 or when 20,000 visitors have come, as planned.",
  );
  const read = { at: "2026-04-20T10:00:00.000Z", effects: [{ arm: "treatment", expected: 130, ci: [70, 170] as const }] };
  const reading = words(page({ plannedReading: read }));
  expect(reading).toContain("£1.20 (£0.40 to £2.00) £1.30 (£0.70 to £1.70) 99.9%");
  expect(reading).toContain("This is what the first look at the planned end said, on Apr 20, 2026.");
  expect(words(page({ plannedReading: { ...read, effects: [] } }))).toContain("there was not enough to give the narrower range");
  expect(text).toContain("All figures are of visitors who may be remembered");
  expect(text).toContain("After that, so far and expected");
  expect(text).toContain("explains 21% of the differences");
  expect(text).toContain("30 days Offer shown 900 £4.00 £1.00 £1.50 (£0.10 to £2.90)");
});

test("power is told in visitors and days of this shop", () => {
  const text = words(page());
  expect(text).toContain(
    "To see a difference of 10% in 8 of 10 cases with half of the visitors held out you need about 20,000 visitors, 35 days.",
  );
  expect(text).toContain("if 30% of those visitors buy. That share is assumed");
  expect(text).toContain("590 visitors, 1 day –");
  expect(words(<PowerCard power={{ ...power, conversion: { value: 0.25, source: "store" } }} kind="offer_holdout" />)).toContain(
    "if 25% of those visitors buy. That is how many of your store's visitors at the same places did in the last four weeks",
  );
  const none = words(
    <ExperimentBody experiment={{ ...holdout, look: null }} power={null} attributed={null} busy={false} act={() => {}} />,
    "vi",
  );
  expect(none).toContain("Chưa đủ đơn hàng để tính.");
  expect(none).toContain("Chưa tính. Số liệu đầu tiên sẽ có trong vòng một giờ.");
});

test("a wait of more than two years is told in words, with what would shorten it", () => {
  const long = { lift: 0.1, half: { units: 260_000, days: 26_287 }, present: { units: 900_000, days: 388_886 } };
  const card = (kind: "global_holdout" | "offer_holdout" | "ab_test", half = long.half) =>
    words(<PowerCard power={{ ...power, lifts: [{ ...long, half }] }} kind={kind} />);
  expect(card("offer_holdout")).toContain("you need about 260,000 visitors: not at present traffic.");
  expect(card("offer_holdout")).toContain("900,000 visitors: not at present traffic “Not at present traffic” means more than two years.");
  expect(card("offer_holdout")).toContain("The global holdout has the visitors of all offers");
  expect(card("global_holdout")).toContain("wider audiences or further offers.");
  expect(card("ab_test")).toContain("fewer variants");
  expect(card("offer_holdout")).not.toContain(" days");
  // of a test only its equal groups are shown
  const soon = { units: 20_000, days: 730 };
  expect(card("ab_test", soon)).toContain("20,000 visitors, 730 days");
  expect(card("ab_test", soon)).not.toContain("two years");
  expect(card("global_holdout", soon)).toContain("two years");
});

test("an A/B test is planned for its own groups, and holds out nobody", () => {
  const arms = ["control", "b", "c"].map((key) => ({ key, name: key, change: null }));
  const text = words(page({ kind: "ab_test", name: "Three", arms, look: null }, null));
  expect(text).toContain("To see a difference of 10% in 8 of 10 cases you need about 20,000 visitors, 35 days.");
  expect(text).toContain("Difference to see Visitors in equal groups");
  expect(text).not.toContain("held out");
});

test("what came of an action is said, also of a start and an end", () => {
  const done = (status: "running" | "done") => words(<ExperimentNoticeBanner notice={{ kind: "done" }} status={status} />);
  expect(done("running")).toContain("The test has begun.");
  expect(done("done")).toContain("The test has ended. Everyone sees the offer as it is");
});

test("proof mode says when it ends, and a guardrail what it stopped", () => {
  expect(words(page())).toContain("Start proof mode");
  expect(words(page({ proof: true }))).toContain(
    "Half of the new visitors are held out until Apr 20, 2026, or until 20,000 visitors have been seen and there is a verdict. So far 2,138.",
  );
  expect(words(page({ pausedReason: "guardrail_conversion" }))).toContain(
    "The offer was paused by itself: the share of visitors who buy got worse than tolerated where it was shown. You may change it and publish it again: it is then measured anew",
  );
  const over = { status: "done" as const, endedAt: "2026-04-05T09:00:00.000Z" };
  expect(words(page(over))).toContain("Ended on Apr 5, 2026, because the products, the discount or the words of the offer were changed.");
  const again = words(page({ ...over, pausedReason: "guardrail_conversion" }));
  expect(again).toContain("Ended on Apr 5, 2026, when the offer was changed or published again.");
  expect(again).not.toContain("You may change it");
  expect(words(<ExperimentNoticeBanner notice={{ kind: "refused", reason: "test_running" }} />)).toContain("End it first.");
  const invalid = { kind: "invalid" as const, errors: { a: "deeper_than_offer", b: "never_heard_of" } };
  expect(words(<ExperimentNoticeBanner notice={invalid} />)).toContain("(reason: never_heard_of)");
});
