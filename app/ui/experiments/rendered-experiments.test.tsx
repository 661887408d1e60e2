import { AppProvider } from "@shopify/polaris";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { expect, test } from "vitest";
import type { ExperimentDetail } from "../../experiments/experiment.ts";
import type { Look, LookEffect } from "../../experiments/look.ts";
import type { PowerReport } from "../../experiments/power-report.ts";
import { createI18n } from "../../locales/create-i18n.ts";
import type { Locale } from "../../locales/locale.ts";
import { messagesFor } from "../../locales/messages.server.ts";
import { ShopProvider } from "../shop-context.tsx";
import { AbTestForm } from "./ab-test-form.tsx";
import { ExperimentBody } from "./experiment-body.tsx";
import { ExperimentNoticeBanner } from "./experiment-notice.tsx";
import { ExperimentsEmpty } from "./experiments-empty.tsx";
import { ExperimentsTable } from "./experiments-table.tsx";

function markup(element: ReactNode, locale: Locale): string {
  const { app, polaris } = messagesFor(locale);
  const shop = { domain: "a.myshopify.com", currency: "GBP", timezone: "Europe/London", locale, ordersFrom: null, apiKey: "key" };
  return renderToStaticMarkup(
    <AppProvider i18n={polaris}>
      <I18nextProvider i18n={createI18n(locale, app)}>
        <ShopProvider shop={shop}>{element}</ShopProvider>
      </I18nextProvider>
    </AppProvider>,
  );
}

const words = (element: ReactNode, locale: Locale = "en") =>
  markup(element, locale)
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll("&#x27;", "'")
    .replaceAll(/[\s\u00a0]+/g, " ");

const summary = (n: number, mean: number) => ({ type: "SampleMean" as const, n, sum: n * mean, sum_squares: n * (mean * mean + 100) });
const effect: LookEffect = {
  arm: "treatment",
  verdict: { kind: "earns", expected: 120, ci: [40, 200], pValue: 0.001 },
  incremental: { expected: 120, ci: [40, 200] },
  total: { expected: 231_000, ci: [77_000, 385_000] },
  fixed: { expected: 120, ci: [70, 170], atPlannedEnd: false },
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
  sampleRatio: { pValue: off ? 0.00001 : 0.83, mismatch: off },
  readouts: [
    {
      days: 30,
      arms: [
        { key: "control", units: 100, realised: 30_000, expectedAfter: 5_000 },
        { key: "treatment", units: 900, realised: 360_000, expectedAfter: 90_000 },
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
  name: "Offer holdout",
  status: "running",
  seed: "s",
  arms: [
    { key: "control", name: "Nothing shown", change: null },
    { key: "treatment", name: "Offers shown", change: null },
  ],
  plans: [{ from: "2026-03-03T09:00:00.000Z", weights: [0.1, 0.9] }],
  proof: false,
  liftBp: 1000,
  plannedUnits: 20_000,
  plannedEnd: "2026-04-20T09:00:00.000Z",
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

test("the page begins with what the offer earned, in one sentence and in all, and what is attributed stands beside it", () => {
  const text = words(page());
  expect(text).toContain(
    "Since Mar 3, 2026, showing this offer earned about £1.20 more per visitor than not showing it (between £0.40 and £2.00). In all about £2,310.00 (between £770.00 and £3,850.00).",
  );
  expect(text).toContain("Attributed in the same time: £4,000.00.");
  const vietnamese = words(page(), "vi");
  expect(vietnamese).toContain(
    "hiển thị ưu đãi này kiếm thêm khoảng 1,20 £ trên mỗi khách truy cập so với không hiển thị (từ 0,40 £ đến 2,00 £).",
  );
  expect(vietnamese).toContain("Tổng cộng khoảng 2.310,00 £");
});

test("an offer that loses says how much less, the smaller loss first", () => {
  const losing: Partial<LookEffect> = {
    verdict: { kind: "loses", expected: -120, ci: [-200, -40], pValue: 0.001 },
    incremental: { expected: -120, ci: [-200, -40] },
    total: { expected: -231_000, ci: [-385_000, -77_000] },
  };
  expect(words(page({ look: look(losing) }))).toContain(
    "earned about £1.20 less per visitor than not showing it (between £0.40 and £2.00 less). In all about -£2,310.00",
  );
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
  expect(text).toContain("Not as planned");
});

test("what cannot be told yet says between what it lies, and for all offers or a variant in its own words", () => {
  const verdict = { kind: "undecided" as const, expected: 5, ci: [-50, 60] as const, pValue: 1 };
  const undecided = { verdict, incremental: { expected: 5, ci: [-50, 60] as const } };
  expect(words(page({ kind: "global_holdout", offerId: null, offerName: null, look: look(undecided) }))).toContain(
    "It cannot be told yet whether showing offers earns more than showing none. Since Mar 3, 2026 the difference is between -£0.50 and £0.60 per visitor",
  );
  const arms = [
    { key: "control", name: "", change: null },
    { key: "b", name: "Shorter", change: { headline: "Socks?", discountBp: 1250 } },
  ];
  const variant = words(page({ kind: "ab_test", name: "Headline", arms, look: look({ arm: "b" }) }, null));
  expect(variant).toContain("“Shorter” earned about £1.20 more per visitor than the offer as it is");
  expect(variant).toContain("Socks? As in the offer 12.5%");
  expect(variant).not.toContain("Attributed");
});

test("the picture has a name, a meaning and its figures as a table", () => {
  const html = markup(page(), "en");
  const [, title, meaning] = /<svg[^>]*role="img"[^>]*aria-labelledby="([^"]+)" aria-describedby="([^"]+)"/.exec(html) ?? [];
  expect(html).toContain(`<title id="${title}">Difference per visitor over time</title>`);
  expect(html).toContain(`<desc id="${meaning}">Difference in profit per visitor from Mar 10, 2026 to Mar 11, 2026.`);
  expect(words(page())).toContain("Mar 11, 2026 1,100 £1.20 £0.40 £2.00");
  expect(words(page({ looks: [] }))).toContain("The picture begins when there have been enough buyers on two days.");
});

test("groups, limits, other readings and the long run are there with their figures", () => {
  const text = words(page());
  expect(text).toContain("Held out: nothing shown 10% 213 60 (28.2%) £2.82 £19.67 £10.00 £600.00");
  expect(text).toContain("a profit above £99.00 counts as £99.00");
  expect(text).toContain("The groups have the sizes they should have (p = 0.83).");
  expect(text).toContain("Buyers with a refund: at most 25% more Critical Broken");
  expect(text).toContain("£1.20 (£0.40 to £2.00) £1.20 (£0.70 to £1.70) 99.9%");
  expect(text).toContain("The narrower range may be read on Apr 20, 2026, and only then.");
  expect(text).toContain("explains 21% of the differences");
  expect(text).toContain("30 days Offer shown 900 £4.00 £1.00 £1.50 (£0.10 to £2.90)");
});

test("power is told in visitors and days of this shop", () => {
  const text = words(page());
  expect(text).toContain("To see a difference of 10% with half of the visitors held out you need about 20,000 visitors, 35 days.");
  expect(text).toContain("if 30% of those visitors buy. That share is assumed");
  expect(text).toContain("590 visitors, 1 day –");
  const none = words(
    <ExperimentBody experiment={{ ...holdout, look: null }} power={null} attributed={null} busy={false} act={() => {}} />,
    "vi",
  );
  expect(none).toContain("Chưa đủ đơn hàng để tính.");
  expect(none).toContain("Chưa tính. Số liệu đầu tiên sẽ có trong vòng một giờ.");
});

test("proof mode says when it ends, and a guardrail what it stopped", () => {
  expect(words(page())).toContain("Start proof mode");
  expect(words(page({ proof: true }))).toContain(
    "Half of the new visitors are held out until Apr 20, 2026, or until 20,000 visitors have been seen and there is a verdict. So far 2,138.",
  );
  expect(words(page({ pausedReason: "guardrail_conversion" }))).toContain(
    "The offer was paused by itself: the share of visitors who buy got worse",
  );
  expect(words(<ExperimentNoticeBanner notice={{ kind: "refused", reason: "test_running" }} />)).toContain("End it first.");
  const invalid = { kind: "invalid" as const, errors: { a: "deeper_than_offer", b: "never_heard_of" } };
  expect(words(<ExperimentNoticeBanner notice={invalid} />)).toContain("(reason: never_heard_of)");
});

test("the list tells every experiment's verdict in a few words; without one it says what to do", () => {
  const draft = { ...holdout, id: 5, kind: "ab_test" as const, name: "Headline", status: "draft" as const, startedAt: null, look: null };
  const text = words(<ExperimentsTable experiments={[holdout, draft]} />);
  expect(text).toContain("“Socks” against nothing");
  expect(text).toContain("Earns £2,310.00 (£770.00 to £3,850.00)");
  expect(text).toContain("Not started");
  expect(words(<ExperimentsTable experiments={[holdout]} />, "vi")).toContain("Có lãi thêm");
  expect(words(<ExperimentsEmpty />)).toContain("Publish an offer to begin.");
});

test("a test's form shows the offer as it is, and a refused field beside itself", () => {
  const offers = [{ id: 1, name: "Socks", headline: "Add socks", body: "Warm", discount: { kind: "percentage" as const, value: 2000 } }];
  const notice = { kind: "invalid" as const, errors: { "variants.0.discountBp": "deeper_than_offer" } };
  const text = words(<AbTestForm offers={offers} offerId={1} notice={notice} busy={false} onCreate={() => {}} />);
  expect(text).toContain("As it is: “Add socks” Warm (20% off)");
  expect(text.match(/A variant cannot give more than the offer does/g)).toHaveLength(2);
  expect(words(<AbTestForm offers={offers} offerId={1} notice={undefined} busy={false} onCreate={() => {}} />, "vi")).toContain(
    "Biến thể B",
  );
});
