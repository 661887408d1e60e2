import { expect, test } from "vitest";
import { effect, holdout, look, losing, page, words } from "../../../tests/rendered-experiment.tsx";

test("the page begins with the incremental profit of the offer in all; what is attributed stands beside it", () => {
  const text = words(page());
  expect(text).toContain(
    "Incremental profit This offer earned about £2,310.00 of incremental profit since Mar 3, 2026 (between £770.00 and £3,850.00). Per visitor that is about £1.20 more than among those who were held out (between £0.40 and £2.00).",
  );
  expect(text).toContain("Attributed profit of the same visitors in the same time: £4,000.00.");
  const vietnamese = words(page(), "vi");
  expect(vietnamese).toContain("Ưu đãi này mang lại khoảng 2.310,00 £ lợi nhuận tăng thêm từ 3 thg 3, 2026");
  expect(vietnamese).toContain("nhiều hơn nhóm đối chứng khoảng 1,20 £ (trong khoảng 0,40 £ đến 2,00 £)");
});

test("an offer that loses while its attributed profit looks good says both in the first sentence, and what to do", () => {
  const text = words(page({ look: look(losing) }));
  expect(text).toContain(
    "Incremental profit This offer looks like +£4,000.00 in attributed profit; in truth it lost about £2,310.00 since Mar 3, 2026 (between £770.00 and £3,850.00). Per visitor that is about £1.20 less than among those who were held out (between £0.40 and £2.00 less). Pause it, or try a smaller discount.",
  );
  expect(words(page({ kind: "global_holdout", offerId: null, offerName: null, look: look(losing) }))).toContain(
    "Your offers look like +£4,000.00 in attributed profit; in truth they lost about £2,310.00",
  );
  expect(words(page({ look: look(losing) }), "vi")).toContain("trông như mang về +4.000,00 £");
  // nothing was attributed, or a loss: there is nothing to be misled by
  for (const attributed of [0, -500, null])
    expect(words(page({ look: look(losing) }, attributed))).toContain(
      "Incremental profit This offer lost about £2,310.00 since Mar 3, 2026",
    );
});

test("an experiment that is over says from when to when, and does not promise more days", () => {
  const over = { status: "done" as const, endedAt: "2026-04-05T09:00:00.000Z" };
  expect(words(page(over))).toContain("earned about £2,310.00 of incremental profit during Mar 3, 2026 – Apr 5, 2026");
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
  // 1 in 15 days: 49 more take two years and five days
  expect(words(page(waiting(1)))).toContain("1 of 50 buyers in the smaller group. At the present pace that takes more than two years");
  expect(words(page(waiting(1)), "vi")).toContain("mất hơn hai năm");
  expect(words(page(waiting(31)), "vi")).toContain(
    "Chưa đủ dữ liệu: nhóm nhỏ hơn mới có 31 trên 50 người mua. Với tốc độ hiện tại, cần thêm khoảng 10 ngày.",
  );
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
  expect(words(page(none), "vi")).toContain("Không có khách truy cập mới nào vào nhóm đối chứng nên nhóm không lớn thêm.");
  expect(words(page({ live: false, look: look(waiting) }))).toContain(
    "Nothing that it measures is live, so nobody new comes into the groups.",
  );
});

test("what is undecided says between what it lies, and for all offers or a variant in its own words", () => {
  const verdict = { kind: "undecided" as const, expected: 5, ci: [-50, 60] as const, pValue: 1 };
  const undecided = {
    verdict,
    incremental: { expected: 5, ci: [-50, 60] as const },
    total: { expected: 9_625, ci: [-96_250, 115_500] as const },
  };
  expect(words(page({ kind: "global_holdout", offerId: null, offerName: null, look: look(undecided) }))).toContain(
    "Undecided whether your offers earn or lose: since Mar 3, 2026 it is between -£962.50 and £1,155.00 in all, most likely £96.25. Per visitor, against those who were held out: between -£0.50 and £0.60, most likely £0.05.",
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
