import { IndexTable } from "@shopify/polaris";
import type { ReactNode } from "react";
import { expect, test } from "vitest";
import { markupOf, wordsOf } from "../../../tests/words-of.tsx";
import type { ExperimentDetail, ListedExperiment } from "../../experiments/experiment.ts";
import type { ExperimentGroup } from "../../experiments/group-experiments.ts";
import type { Look, LookEffect } from "../../experiments/look.ts";
import type { PowerReport } from "../../experiments/power-report.ts";
import type { Locale } from "../../locales/locale.ts";
import { AbTestFields } from "./ab-test-fields.tsx";
import { newAbTest, type VariantForm } from "./ab-test-form.ts";
import { EarlierRow } from "./earlier-row.tsx";
import { ExperimentBody } from "./experiment-body.tsx";
import { ExperimentNoticeBanner } from "./experiment-notice.tsx";
import { ExperimentRow } from "./experiment-row.tsx";
import { ExperimentsEmpty } from "./experiments-empty.tsx";
import { ExperimentsTable } from "./experiments-table.tsx";

const words = (element: ReactNode, locale: Locale = "en") => wordsOf(element, locale, "GBP", "Europe/London");

const alone = (experiment: ListedExperiment): ExperimentGroup => ({ experiment, earlier: [] });
const summary = (n: number, mean: number) => ({ type: "SampleMean" as const, n, sum: n * mean, sum_squares: n * (mean * mean + 100) });
const effect: LookEffect = {
  arm: "treatment",
  verdict: { kind: "earns", expected: 120, ci: [40, 200], pValue: 0.001 },
  incremental: { expected: 120, ci: [40, 200] },
  total: { expected: 231_000, ci: [77_000, 385_000] },
  fixed: null,
  chanceToWin: 0.9987,
  varianceExplained: 0.21,
  guardrails: [
    { metric: "conversion", state: "holds" },
    { metric: "order_value", state: "unclear" },
    { metric: "refunds", state: "broken" },
  ],
};
const look = (change: Partial<LookEffect> = {}, off = false): Look => ({
  units: 2_138,
  cap: 9_900,
  atPlannedEnd: false,
  arms: [
    {
      key: "control",
      units: 213,
      conversions: 60,
      orders: 61,
      revenue: 120_000,
      refunded: 1_000,
      profit: 60_000,
      metric: summary(213, 282),
    },
    {
      key: "treatment",
      units: 1_925,
      conversions: 700,
      orders: 720,
      revenue: 1_500_000,
      refunded: 9_000,
      profit: 800_000,
      metric: summary(1_925, 402),
    },
  ],
  effects: [{ ...effect, ...change }],
  sampleRatio: { pValue: off ? 0.00001 : 0.83, mismatch: off, tooFew: false },
  readouts: [
    {
      days: 30,
      arms: [
        { key: "control", units: 100, realised: 30_000, after: 5_000 },
        { key: "treatment", units: 900, realised: 360_000, after: 90_000 },
      ],
      effects: [{ arm: "treatment", expected: 150, ci: [10, 290] }],
    },
    { days: 90, arms: [], effects: [] },
  ],
});

const holdout: ExperimentDetail = {
  id: 4,
  kind: "offer_holdout",
  offerId: 1,
  offerName: "Socks",
  live: true,
  name: "Offer holdout",
  status: "running",
  seed: "s",
  arms: [
    { key: "control", name: "Nothing shown", change: null },
    { key: "treatment", name: "Offers shown", change: null },
  ],
  plans: [{ from: "2026-03-03T09:00:00.000Z", weights: [0.1, 0.9] }],
  proof: false,
  lastingBp: null,
  liftBp: 1000,
  plannedUnits: 20_000,
  plannedEnd: "2026-04-20T09:00:00.000Z",
  plannedReading: null,
  startedAt: "2026-03-03T09:00:00.000Z",
  endedAt: null,
  pausedReason: null,
  computedAt: "2026-03-18T09:00:00.000Z",
  look: look(),
  looks: [10, 11].map((day) => ({ day: `2026-03-${day}`, units: day * 100, effects: [effect] })),
};
const power: PowerReport = {
  from: "orders",
  conversion: { value: 0.3, assumed: true },
  perDay: 590,
  share: 0.1,
  lifts: [
    { lift: 0.05, half: { units: 80_312, days: 136.1 }, present: { units: 223_000, days: 378 } },
    { lift: 0.1, half: { units: 20_078, days: 34.03 }, present: { units: 55_800, days: 94.5 } },
    { lift: 0.2, half: { units: 590, days: 1 }, present: null },
  ],
};

const page = (change: Partial<ExperimentDetail> = {}, attributed: number | null = 400_000) => (
  <ExperimentBody experiment={{ ...holdout, ...change }} power={power} attributed={attributed} busy={false} act={() => {}} />
);

test("the page begins with what the offer really earned in all; what is attributed stands beside it", () => {
  const text = words(page());
  expect(text).toContain(
    "What it earned This offer really earned about £2,310.00 since Mar 3, 2026 (between £770.00 and £3,850.00). Per visitor that is about £1.20 more than among those who were held out (between £0.40 and £2.00).",
  );
  expect(text).toContain("Attributed profit of the same visitors in the same time: £4,000.00.");
  const vietnamese = words(page(), "vi");
  expect(vietnamese).toContain("Ưu đãi này thật sự kiếm được khoảng 2.310,00 £ từ 3 thg 3, 2026");
  expect(vietnamese).toContain("nhiều hơn nhóm đối chứng khoảng 1,20 £ (trong khoảng 0,40 £ đến 2,00 £)");
});

const losing: Partial<LookEffect> = {
  verdict: { kind: "loses", expected: -120, ci: [-200, -40], pValue: 0.001 },
  incremental: { expected: -120, ci: [-200, -40] },
  total: { expected: -231_000, ci: [-385_000, -77_000] },
};

test("an offer that loses while its attributed profit looks good says both in the first sentence, and what to do", () => {
  const text = words(page({ look: look(losing) }));
  expect(text).toContain(
    "What it earned This offer looks like +£4,000.00 in attributed profit; in truth it lost about £2,310.00 since Mar 3, 2026 (between £770.00 and £3,850.00). Per visitor that is about £1.20 less than among those who were held out (between £0.40 and £2.00 less). Pause it, or try a smaller discount.",
  );
  expect(words(page({ kind: "global_holdout", offerId: null, offerName: null, look: look(losing) }))).toContain(
    "Your offers look like +£4,000.00 in attributed profit; in truth they lost about £2,310.00",
  );
  expect(words(page({ look: look(losing) }), "vi")).toContain("trông như mang về +4.000,00 £");
  // nothing was attributed, or a loss: there is nothing to be misled by
  for (const attributed of [0, -500, null])
    expect(words(page({ look: look(losing) }, attributed))).toContain("What it earned This offer lost about £2,310.00 since Mar 3, 2026");
});

test("an experiment that is over says from when to when, and does not promise more days", () => {
  const over = { status: "done" as const, endedAt: "2026-04-05T09:00:00.000Z" };
  expect(words(page(over))).toContain("earned about £2,310.00 during Mar 3, 2026 – Apr 5, 2026");
  expect(words(page(over), "vi")).toContain("trong kỳ 3 thg 3, 2026 – 5 thg 4, 2026");
  const waiting = { verdict: { kind: "not_enough_data" as const, conversions: 31, needed: 50 }, incremental: null, total: null };
  const early = words(page({ ...over, look: look(waiting), computedAt: "2026-04-06T09:00:00.000Z" }));
  expect(early).toContain("It was ended before that. Orders of its visitors still count until May 5, 2026.");
  expect(early).not.toContain("At the present pace");
  expect(early).toContain("It was ended before its planned end, so only the first column counts.");
  expect(early).not.toContain("How long does it take to know?");
  const names = ["control", "Short", "Long"];
  const arms = names.map((name) => ({ key: name, name, change: null }));
  const two = { ...look(waiting), effects: names.slice(1).map((arm) => ({ ...effect, ...waiting, arm })) };
  expect(words(page({ kind: "ab_test", arms, look: two }))).toContain("“Long”: not enough data yet, 31 of 50 buyers in the smaller group.");
  expect(words(page({ ...over, look: look(waiting), computedAt: "2026-06-06T09:00:00.000Z" }))).toContain("will not be known");
});

test("a chance is never none and never all", () => {
  expect(words(page({ look: look({ ...losing, chanceToWin: 0.0000003 }) }))).toContain("0.1%");
  expect(words(page({ look: look({ chanceToWin: 0.9999999 }) }))).toContain("99.9%");
});

test("too few buyers: how many there are, and how long it will take", () => {
  const waiting = (conversions: number) => ({
    look: look({
      verdict: { kind: "not_enough_data", conversions, needed: 50 },
      incremental: null,
      total: null,
      fixed: null,
      chanceToWin: null,
    }),
  });
  // 31 in 15 days: 19 more take 9.2
  expect(words(page(waiting(31)))).toContain(
    "Not enough data yet: 31 of 50 buyers in the smaller group. At the present pace about 10 more days.",
  );
  expect(words(page(waiting(0)))).toContain("Nobody in that group has bought yet");
  expect(words(page(waiting(31)), "vi")).toContain(
    "Chưa đủ dữ liệu: nhóm nhỏ hơn mới có 31 trên 50 người mua. Với tốc độ hiện tại, cần thêm khoảng 10 ngày.",
  );
});

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

test("where nobody new comes, no days are promised, and it is said what to do", () => {
  const waiting = { verdict: { kind: "not_enough_data" as const, conversions: 31, needed: 50 }, incremental: null, total: null };
  const none = { plans: [...holdout.plans, { from: "2026-03-10T09:00:00.000Z", weights: [0, 1] }], look: look(waiting) };
  for (const kind of ["global_holdout", "offer_holdout"] as const) {
    expect(words(page({ ...none, kind }))).toContain(
      "31 of 50 buyers in the smaller group. Nobody new is held out, so the group does not grow.",
    );
    expect(words(page({ ...none, kind }))).not.toContain("At the present pace");
  }
  expect(words(page(none), "vi")).toContain("Không có khách mới nào vào nhóm đối chứng nên nhóm không lớn thêm.");
  expect(words(page({ live: false, look: look(waiting) }))).toContain(
    "Nothing that it measures is live, so nobody new comes into the groups.",
  );
});

test("what cannot be told yet says between what it lies, and for all offers or a variant in its own words", () => {
  const verdict = { kind: "undecided" as const, expected: 5, ci: [-50, 60] as const, pValue: 1 };
  const undecided = {
    verdict,
    incremental: { expected: 5, ci: [-50, 60] as const },
    total: { expected: 9_625, ci: [-96_250, 115_500] as const },
  };
  expect(words(page({ kind: "global_holdout", offerId: null, offerName: null, look: look(undecided) }))).toContain(
    "It cannot be told yet whether your offers earn or lose: since Mar 3, 2026 it is between -£962.50 and £1,155.00 in all, most likely £96.25. Per visitor, against those who were held out: between -£0.50 and £0.60, most likely £0.05.",
  );
  const arms = [
    { key: "control", name: "", change: null },
    { key: "b", name: "Shorter", change: { headline: "Socks?", discountBp: 1250 } },
  ];
  const variant = words(page({ kind: "ab_test", name: "Headline", arms, look: look({ arm: "b" }) }, null));
  expect(variant).toContain("“Shorter” earned about £1.20 more per visitor than the offer as it is since Mar 3, 2026");
  expect(variant).toContain("Socks? As in the offer 12.5%");
  expect(variant).not.toContain("ttributed");
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
  const none = words(
    <ExperimentBody experiment={{ ...holdout, look: null }} power={null} attributed={null} busy={false} act={() => {}} />,
    "vi",
  );
  expect(none).toContain("Chưa đủ đơn hàng để tính.");
  expect(none).toContain("Chưa tính. Số liệu đầu tiên sẽ có trong vòng một giờ.");
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

test("the list tells every experiment's verdict in a few words; without one it says what to do", () => {
  const draft = { ...holdout, id: 5, kind: "ab_test" as const, name: "Headline", status: "draft" as const, startedAt: null, look: null };
  const text = words(<ExperimentsTable groups={[alone(holdout), alone(draft)]} />);
  expect(text).toContain("“Socks” against nothing");
  expect(text).toContain("Offer holdout Success Running Earns £2,310.00 (£770.00 to £3,850.00) 2,138 Mar 3, 2026");
  expect(text).toContain("Headline A/B test of “Socks” Info Draft Not started 0 –");
  const arms = [...draft.arms.slice(0, 1), { key: "b", name: "Shorter", change: { headline: "Socks?" } }];
  const test = { ...draft, status: "running" as const, arms, look: look({ arm: "b" }) };
  const mixed = {
    ...look(),
    effects: [
      { ...effect, arm: "b" },
      { ...effect, ...losing, arm: "c" },
    ],
  };
  const three = words(
    <ExperimentsTable groups={[alone({ ...test, arms: [...arms, { key: "c", name: "Longer", change: {} }], look: mixed })]} />,
  );
  expect(three).toContain("One variant earns, another loses");
  expect(three).not.toContain("Earns");
  expect(words(<ExperimentsTable groups={[alone(test)]} />)).toContain("Earns Shorter: £1.20 (£0.40 to £2.00) per visitor");
  expect(words(<ExperimentsTable groups={[alone(holdout)]} />, "vi")).toContain("Có lãi thêm");
  expect(words(<ExperimentsEmpty standing="running" />)).toContain("Publish an offer to begin.");
});

test("what measured an offer before stands closed under the present holdout, and opens to its time and what it said", () => {
  const earlier = [9, 8].map((id) => ({ ...holdout, id, status: "done" as const, endedAt: "2026-03-20T09:00:00.000Z" }));
  const table = <ExperimentsTable groups={[{ experiment: holdout, earlier }]} />;
  const closed = markupOf(table, { currency: "GBP", timezone: "Europe/London" });
  expect(closed).toMatch(/<button[^>]*aria-label="2 earlier measurements: “[^"]+” against nothing"[^>]*aria-expanded="false"/);
  expect(closed).not.toContain("/app/experiments/9");
  expect(words(table, "vi")).toContain("2 lần đo trước");
  expect(words(<ExperimentsTable groups={[{ experiment: holdout, earlier: earlier.slice(1) }]} />)).toContain("1 earlier measurement ");
  expect(words(<ExperimentsTable groups={[alone(holdout)]} />)).not.toContain("earlier");
  const list = (rows: ReactNode) => (
    <IndexTable headings={[{ title: "Name" }]} itemCount={3} selectable={false}>
      {rows}
    </IndexTable>
  );
  const row = (one: ListedExperiment) => <ExperimentRow key={one.id} experiment={one} position={one.id} earlier />;
  const opened = list([
    <EarlierRow key="earlier" experiment={holdout} earlier={earlier} open position={0} onToggle={() => {}} />,
    ...earlier.map(row),
  ]);
  const html = markupOf(opened, { currency: "GBP", timezone: "Europe/London" });
  expect(html).toContain('aria-expanded="true"');
  expect(html).toContain('aria-controls="experiment-9 experiment-8"');
  for (const id of [9, 8]) expect(html).toMatch(new RegExp(`<tr id="experiment-${id}".*href="/app/experiments/${id}"`, "s"));
  expect(words(opened)).toContain("Mar 3, 2026 – Mar 20, 2026 Earns");
  expect(words(opened, "vi")).toContain("3 thg 3, 2026 – 20 thg 3, 2026");
  const brief = { ...holdout, startedAt: "2026-03-20T09:00:00.000Z", endedAt: "2026-03-20T10:00:00.000Z" };
  expect(words(list(row(brief)))).toContain("Mar 20, 2026, 9:00 AM");
});

test("a test's form shows the offer as it is, and a refused field beside itself", () => {
  const offers = [
    {
      id: 1,
      name: "Socks",
      status: "live" as const,
      headline: "Add socks",
      body: "Warm",
      discount: { kind: "percentage" as const, value: 2000 },
    },
  ];
  const state = { form: newAbTest(1), set: () => {} };
  const wrong = (_: VariantForm, field: string) => (field === "discountBp" ? "Too much" : "");
  const form = <AbTestFields state={state} offers={offers} error={() => ""} variantError={wrong} />;
  const text = words(form);
  expect(text).toContain("As it is: “Add socks” Warm (20% off)");
  expect(text).toContain("Visitors see nothing of it until you start it.");
  expect(text.match(/Too much/g)).toHaveLength(1);
  expect(words(form, "vi")).toContain("Biến thể B");
});
