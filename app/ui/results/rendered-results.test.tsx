import { expect, test } from "vitest";
import { wordsOf as words } from "../../../tests/words-of.tsx";
import { type Earned, NOTHING_EARNED } from "../../ledger/earned.ts";
import type { Incremental } from "../../ledger/incremental.ts";
import type { PaybackCohort } from "../../ledger/payback-report.ts";
import { roi } from "../../ledger/roi.ts";
import { DaysCard } from "./days-card.tsx";
import { HeadlineCard } from "./headline-card.tsx";
import { LadderCard } from "./ladder-card.tsx";
import { OffersCard } from "./offers-card.tsx";
import { PaybackCard } from "./payback-card.tsx";
import { ShownCard } from "./shown-card.tsx";
import { SourcesCard } from "./sources-card.tsx";

const earned: Earned = {
  orders: 12,
  sold: 50_000,
  refunded: 4_000,
  revenue: 46_000,
  discount: 5_000,
  cost: 20_000,
  fees: 1_000,
  profit: 25_000,
  invested: 5_000,
};
const known: Incremental = {
  kind: "known",
  experimentId: 7,
  verdict: "earns",
  expected: 9_000,
  low: 2_000,
  high: 16_000,
  visitors: 900,
  heldOut: 100,
  since: "2026-03-01T00:00:00.000Z",
  asOf: "2026-03-21T00:00:00.000Z",
  invested: 3_000,
};
const waiting: Incremental = { kind: "unknown", reason: "not_enough_data", experimentId: 7, conversions: 12, needed: 50, filling: "fills" };
const total = { earned, attributedRoi: roi(earned.profit, earned.invested) };

test("the headline is the incremental figure with its interval and return; the attributed one stands beside it by its own name", () => {
  const headline = { currency: "USD", incremental: known, roi: roi(9_000, 3_000, known) };
  const text = words(<HeadlineCard headline={headline} total={total} />);
  expect(text).toContain("Incremental profit Success Earns +$90.00 Between +$20.00 and +$160.00");
  expect(text).toContain("100 who were held out, Mar 1, 2026 – Mar 21, 2026.");
  expect(text).toContain("Return on investment about +300% (+67% to +533%): about $120.00 came back for $30.00");
  // what is attributed was counted
  expect(text).toContain("Return on investment +500%: $300.00 came back for $50.00");
  expect(text).toContain("Attributed profit, for comparison $250.00");
  expect(text.indexOf("Incremental profit")).toBeLessThan(text.indexOf("Attributed profit"));
  const vietnamese = words(<HeadlineCard headline={headline} total={total} />, "vi", "VND");
  expect(vietnamese).toContain("Tỷ suất lợi nhuận khoảng +300% (+67% đến +533%): thu về khoảng 12.000 ₫");
  expect(vietnamese).toContain("Có lãi thêm +9.000 ₫ Từ +2.000 ₫ đến +16.000 ₫");
  expect(vietnamese).toContain("Lợi nhuận được ghi nhận, để đối chiếu 25.000 ₫");
});

test("an investment that did not come back is told as a loss, without a negative amount", () => {
  const losing: Incremental = { ...known, verdict: "loses", expected: -9_000, invested: 3_000 };
  const headline = { currency: "USD", incremental: losing, roi: roi(-9_000, 3_000, { low: -16_000, high: -2_000 }) };
  expect(words(<HeadlineCard headline={headline} total={total} />)).toContain(
    "Return on investment about -300% (-533% to -67%): the $30.00 of discounts and tripwire losses did not come back, and about $60.00 more was lost.",
  );
  expect(words(<HeadlineCard headline={headline} total={total} />, "vi", "VND")).toContain("3.000 ₫ giảm giá");
});

test("while nothing can be said, the reason stands there and no figure", () => {
  const headline = { currency: "USD", incremental: waiting, roi: roi(null, 0) };
  const text = words(<HeadlineCard headline={headline} total={total} />);
  expect(text).toContain(
    "Not enough data The smaller group has 12 buyers; 50 are needed before a figure can be trusted. It fills by itself.",
  );
  const one = words(<HeadlineCard headline={{ ...headline, incremental: { ...waiting, conversions: 1 } }} total={total} />);
  expect(one).toContain("The smaller group has 1 buyer;");
  const stopped = (filling: "nobody_held_out" | "not_live" | "ended", locale: "en" | "vi" = "en") =>
    words(<HeadlineCard headline={{ ...headline, incremental: { ...waiting, filling } }} total={total} />, locale);
  expect(stopped("nobody_held_out")).toContain("can be trusted. It does not fill: nobody new is held out.");
  expect(stopped("nobody_held_out")).toContain("Change how many are held out");
  expect(stopped("nobody_held_out", "vi")).toContain("Đổi tỷ lệ nhóm đối chứng");
  expect(stopped("not_live")).toContain("nothing that it measures is live. Publish the offer");
  expect(stopped("ended")).toContain("It has ended, so nobody new comes into its groups.");
  for (const filling of ["nobody_held_out", "not_live", "ended"] as const) expect(stopped(filling)).not.toContain("by itself");
  expect(text).toContain("No return on investment while the incremental profit is not known.");
  const none: Incremental = { ...waiting, reason: "no_experiment", experimentId: null, conversions: null, needed: null, filling: null };
  expect(words(<HeadlineCard headline={{ ...headline, incremental: none }} total={total} />)).toContain("Publish an offer:");
});

test("offers and stages have both figures in columns of their own, words of the state where one is missing", () => {
  const report = {
    currency: "USD",
    total,
    offers: [
      { offerId: 1, name: "Mug", stage: "tripwire", status: "live", ...total, incremental: known, roi: roi(9_000, 0) },
      { offerId: 3, name: "Tee", stage: "tripwire", status: "live", ...total, incremental: known, roi: roi(9_000, 3_000, known) },
      { offerId: 2, name: null, stage: "deleted", status: "ended", ...total, incremental: waiting, roi: roi(null, 0) },
    ],
    stages: [{ stage: "tripwire", ...total, incremental: null, roi: roi(null, 0) }],
    sources: [],
  };
  const text = words(<OffersCard report={report} />);
  expect(text).toContain("Offer Incremental profit Return on investment Attributed profit Return, attributed Orders");
  expect(text).toContain("Mug +$90.00 (+$20.00 to +$160.00) – nothing invested $250.00 +500% 12");
  expect(text).toContain("Tee +$90.00 (+$20.00 to +$160.00) +300% (+67% to +533%) $250.00 +500% 12");
  expect(text).toContain("Deleted offer 2 Not enough data – not measured $250.00");
  expect(text).toContain("Tripwire – until all its offers are known");
  const empty = words(<OffersCard report={{ ...report, offers: [], stages: [] }} />, "vi");
  expect(empty).toContain("Chưa đăng ưu đãi nào.");
});

test("the ladder says the total and its largest stage, and has its figures as a table", () => {
  const row = { orders: 3, sold: 900, refunded: 100, cost: 300, fees: 50, discount: 20 };
  const ladder = {
    currency: "USD",
    rows: [
      { stage: "tripwire" as const, ...row, profit: -1_039 },
      { stage: "core" as const, ...row, profit: 365 },
      { stage: "profit_maximizer" as const, ...row, profit: 1_875 },
      { stage: "return" as const, ...row, profit: 743 },
    ],
    total: { ...row, profit: 1_944 },
    assumedCostShare: 0.25,
  };
  const text = words(<LadderCard ladder={ladder} />);
  expect(text).toContain("The period brought $19.44; most of it from Profit maximizer (+$18.75).");
  expect(text).toContain("Tripwire 3 $9.00 $1.00 $3.00 $0.50 -$10.39 $0.20");
  expect(text).toContain("25% of the cost is assumed");
  expect(words(<LadderCard ladder={ladder} />, "vi", "VND")).toContain("Ưu đãi tăng lợi nhuận (+1.875 ₫)");
  expect(words(<LadderCard ladder={{ ...ladder, total: { ...ladder.total, orders: 0 } }} />)).toContain("No order in this period.");
});

test("payback says the day, or plainly that it has not come", () => {
  const cohort: PaybackCohort = {
    month: "2026-03",
    customers: 4,
    tripwire: -2_000,
    maximizer: 900,
    core: 300,
    later: 1_000,
    curve: [-425, -425, 50],
    paidBackOn: 2,
  };
  const report = { currency: "USD", all: { ...cohort, month: null }, cohorts: [cohort], guestOrders: 2 };
  const text = words(<PaybackCard payback={report} />);
  expect(text).toContain("4 customers began at -$4.25 each and stand at $0.50 after 2 days. Paid back after 2 days.");
  expect(text).toContain("Mar 2026 4 -$20.00 $3.00 $9.00 $10.00 $0.50 Paid back after 2 days");
  expect(text).toContain("2 guest orders held a tripwire too");
  const not = { ...report, all: { ...cohort, month: null, curve: [-425, -400], paidBackOn: null } };
  expect(words(<PaybackCard payback={not} />)).toContain("Not paid back yet, 1 day watched");
  expect(words(<PaybackCard payback={not} />, "vi")).toContain("Chưa hoàn vốn, đã theo dõi 1 ngày");
  expect(words(<PaybackCard payback={{ ...report, all: null, cohorts: [] }} />)).toContain("Create a tripwire");
});

test("sources are attributed only, and say so", () => {
  const source = (kind: "placement" | "buyer" | "source", key: string) => ({ kind, key, earned, attributedRoi: total.attributedRoi });
  const text = words(<SourcesCard sources={[source("placement", "cart"), source("buyer", "new"), source("source", "subscription_app")]} />);
  expect(text).toContain("no source has an incremental figure");
  expect(text).toContain("Cart 12 $460.00 $50.00 $250.00 +500% – not measured by source");
  expect(text).toContain("subscription_app");
  expect(words(<SourcesCard sources={[]} />, "vi")).toContain("Hãy chọn kỳ dài hơn");
});

test("an offer's report counts the seen, not the held-out, and adds up day by day", () => {
  const shown = { decisions: 10, visitors: 8, impressions: 5, added: 2, withheld: 1 };
  const report = {
    currency: "USD",
    offerId: 1,
    name: "Mug",
    stage: "tripwire",
    shown,
    earned,
    attributedRoi: total.attributedRoi,
    incremental: known,
    roi: roi(1, 1),
    days: [],
    sources: [],
  };
  const text = words(<ShownCard report={report} />);
  expect(text).toContain("Seen 5 Put into the cart 2 (40%)");
  expect(text).toContain("Times held out 1");
  const days = ["2026-03-01", "2026-03-02"].map((day) => ({ day, shown, earned: { ...NOTHING_EARNED, profit: 700 } }));
  expect(words(<DaysCard days={days} />)).toContain("Mar 1, 2026 – Mar 2, 2026: $14.00 attributed.");
  // one day is no curve
  expect(words(<DaysCard days={days.slice(0, 1)} />)).toContain("Mar 1, 2026: $7.00 attributed.");
  expect(words(<DaysCard days={[]} />, "vi")).toContain("Kỳ này chưa hiển thị hay bán được gì.");
});
