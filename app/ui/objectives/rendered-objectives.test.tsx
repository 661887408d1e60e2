import { expect, test } from "vitest";
import { wordsOf as words } from "../../../tests/words-of.tsx";
import { METRICS, type Metric, type ObjectiveRow } from "../../ledger/objective.ts";
import { roi } from "../../ledger/roi.ts";
import { MonthsCard } from "./months-card.tsx";
import { ObjectiveCard } from "./objective-card.tsx";
import { TogetherCard } from "./together-card.tsx";

const row: ObjectiveRow = {
  id: 1,
  name: "Fewer refunds",
  metric: "refund_rate",
  baseline: 0.08,
  target: 0.05,
  startsOn: "2026-04-01",
  endsOn: "2026-06-29",
  weight: 2,
  cost: 30_000,
  archived: false,
  progress: {
    state: "running",
    measured: { first: "2026-02-06", last: "2026-05-06" },
    now: 0.065,
    progress: 0.5,
    expected: 0.4,
    pace: "ahead",
    gained: 0.015,
    costPerUnit: 20_000,
  },
};
const card = (change: Partial<ObjectiveRow> = {}) => (
  <ObjectiveCard row={{ ...row, ...change }} busy={false} moving={false} onEdit={() => {}} onArchive={() => {}} />
);

test("an objective says how far it is, how far it should be, and what a unit cost", () => {
  const text = words(card());
  expect(text).toContain("Fewer refunds Success Ahead Orders with a refund, Apr 1, 2026 – Jun 29, 2026");
  expect(text).toContain("50% of the way; a steady change would be at 40% by today.");
  expect(text).toContain(
    "Baseline 8% Now 6.5% (Feb 6, 2026 – May 6, 2026) Target 5% Weight 2 Cost $300.00 Cost per percentage point $200.00",
  );
  expect(text).toContain("Measured over 90 days, as long as the objective lasts; days before its first one are among them until it ends.");
  const profit = { ...row.progress, measured: { first: "2026-04-01", last: "2026-05-06" }, now: 60_000, costPerUnit: 0.6 };
  const money = words(card({ metric: "profit", baseline: 100_000, target: 200_000, progress: profit }), "vi", "VND");
  expect(money).toContain("Vượt tiến độ Lợi nhuận, 1 thg 4, 2026 – 29 thg 6, 2026");
  expect(money).toContain("Chi cho mỗi VND tăng thêm 0,6");
  expect(money).toContain("Tính từ ngày đầu của mục tiêu. Đến nay mức gốc sẽ là 40.000 ₫, đích sẽ là 80.000 ₫.");
  expect(money).toContain("Hiện tại 60.000 ₫ (1 thg 4, 2026 – 6 thg 5, 2026)");
  const orders = words(card({ metric: "orders", baseline: 101, target: 200, progress: { ...profit, now: 60 } }));
  expect(orders).toContain("Counted from its first day. By now the baseline would have brought 40, the target 80.");
  const over = words(card({ progress: { ...row.progress, state: "ended", measured: { first: row.startsOn, last: row.endsOn } } }));
  expect(over).not.toContain("Measured over");
});

test("one that moves away from its target says so", () => {
  const progress = { ...row.progress, now: 0.09, progress: -0.3333, pace: "behind" as const };
  expect(words(card({ progress }))).toContain(
    "It has moved away from the target (-33%); a steady change would be 40% of the way by today.",
  );
  expect(words(card({ progress }), "vi")).toContain("Đang đi xa khỏi đích (-33%)");
});

test("a step back so small that it is still on pace is not called one", () => {
  const text = words(card({ progress: { ...row.progress, progress: -0.02, expected: 0.01, pace: "on_pace" } }));
  expect(text).toContain("On pace");
  expect(text).toContain("0% of the way; a steady change would be at 1% by today.");
  expect(text).not.toContain("moved away");
});

test("one that has not begun or is put away says that instead", () => {
  const upcoming = {
    state: "upcoming" as const,
    measured: null,
    now: null,
    progress: null,
    expected: 0,
    pace: null,
    gained: null,
    costPerUnit: null,
  };
  expect(words(card({ progress: upcoming }))).toContain("Begins on Apr 1, 2026.");
  expect(words(card({ archived: true }))).toContain("Fewer refunds Archived");
});

test("return on objectives stands beside return on investment, each by its own name", () => {
  const incremental = {
    kind: "unknown" as const,
    reason: "no_experiment" as const,
    experimentId: null,
    conversions: null,
    needed: null,
    filling: null,
  };
  const text = words(<TogetherCard weighted={0.62} headline={{ currency: "USD", incremental, roi: roi(null, 0) }} />);
  expect(text).toContain("Return on objectives 62%");
  expect(text).toContain("Return on investment of all offers, incremental –");
  expect(
    words(<TogetherCard weighted={null} headline={{ currency: "USD", incremental, roi: roi(300, 100, { low: 100, high: 500 }) }} />, "vi"),
  ).toContain("Chưa có mục tiêu nào bắt đầu.");
  expect(
    words(<TogetherCard weighted={null} headline={{ currency: "USD", incremental, roi: roi(300, 100, { low: 100, high: 500 }) }} />),
  ).toContain("of all offers, incremental +300% (+100% to +500%)");
});

const months = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const values = Object.fromEntries(METRICS.map((metric) => [metric, 10 + ((index * 7) % 5)])) as Record<Metric, number>;
    return { month: `2025-${String(index + 1).padStart(2, "0")}`, values };
  });

test("a metric's months come with later profit, called an association, once there are twelve", () => {
  const year = words(<MonthsCard months={months(12)} first="orders" />);
  expect(year).toContain("Orders: 10 in Jan 2025, 12 in Dec 2025.");
  expect(year).toContain("Profit went along with Orders most closely in the same month (r = 1). This is an association, not a cause");
  const still = months(12).map(({ month, values }) => ({ month, values: { ...values, orders: 0 } }));
  const nothing = words(<MonthsCard months={still} first="orders" />);
  expect(nothing).toContain("Orders or profit did not vary, so there is nothing to compare.");
  expect(nothing).not.toContain("This is an association");
  const later = months(12).map(({ month, values }, at) => ({ month, values: { ...values, orders: at % 5, profit: (at + 4) % 5 } }));
  expect(words(<MonthsCard months={later} first="orders" />)).toContain("most closely 1 month later (r = 1).");
  expect(words(<MonthsCard months={months(5)} first="orders" />)).toContain("Orders and profit are known in 5.");
  const gaps = months(12).map(({ month, values }, at) => ({ month, values: { ...values, aov: at < 4 ? null : 900 + at } }));
  expect(words(<MonthsCard months={gaps} first="aov" />)).toContain(
    "can be looked at from 12 whole months in which both are known; Average order value and profit are known in 8.",
  );
  expect(words(<MonthsCard months={months(12)} first="orders" />, "vi")).toContain("Đây là mối liên hệ, không phải nguyên nhân");
  expect(words(<MonthsCard months={months(1)} first="orders" />, "vi")).toContain("Chưa có đủ hai tháng trọn vẹn.");
});
