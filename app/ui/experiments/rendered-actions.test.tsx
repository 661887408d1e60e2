import { expect, test } from "vitest";
import { markupOf, wordsOf } from "../../../tests/words-of.tsx";
import type { ExperimentDetail } from "../../experiments/experiment.ts";
import type { Look, LookEffect } from "../../experiments/look.ts";
import type { PowerReport } from "../../experiments/power-report.ts";
import { AbTestFields } from "./ab-test-fields.tsx";
import { newAbTest } from "./ab-test-form.ts";
import { ExperimentNoticeBanner } from "./experiment-notice.tsx";
import { ExperimentPage } from "./experiment-page.tsx";
import { ExperimentsEmpty } from "./experiments-empty.tsx";
import { ExperimentsTabs } from "./experiments-tabs.tsx";
import { NoOffer } from "./no-offer.tsx";
import { ProofCost } from "./proof-cost.tsx";
import { earningVariants } from "./variant-actions.tsx";

const effect = (arm: string, kind: "earns" | "undecided" | "loses", expected: number): LookEffect => ({
  arm,
  verdict: { kind, expected, ci: [expected - 50, expected + 50], pValue: 0.01 },
  incremental: { expected, ci: [expected - 50, expected + 50] },
  total: null,
  fixed: null,
  chanceToWin: 0.9,
  varianceExplained: null,
  guardrails: [],
});
const lookOf = (...effects: LookEffect[]): Look => ({
  units: 900,
  cap: null,
  atPlannedEnd: false,
  arms: [],
  effects,
  sampleRatio: { pValue: 0.8, mismatch: false, tooFew: false },
  readouts: [],
});
const TESTED: ExperimentDetail = {
  id: 4,
  kind: "ab_test",
  offerId: 7,
  offerName: "Socks",
  live: true,
  name: "Headline",
  status: "running",
  seed: "s",
  arms: [
    { key: "control", name: "", change: null },
    { key: "b", name: "Shorter", change: { headline: "Socks?" } },
    { key: "c", name: "Cheaper", change: { discountBp: 500 } },
    { key: "d", name: "Longer", change: { body: "Warm" } },
  ],
  plans: [{ from: "2026-03-03T09:00:00.000Z", weights: [0.25, 0.25, 0.25, 0.25] }],
  proof: false,
  lastingBp: null,
  liftBp: 1000,
  plannedUnits: null,
  plannedEnd: null,
  plannedReading: null,
  startedAt: "2026-03-03T09:00:00.000Z",
  endedAt: null,
  pausedReason: null,
  computedAt: "2026-03-18T09:00:00.000Z",
  look: lookOf(effect("b", "earns", 60), effect("c", "earns", 90), effect("d", "undecided", 200)),
  looks: [],
};
const page = (change: Partial<ExperimentDetail> = {}) =>
  wordsOf(
    <ExperimentPage experiment={{ ...TESTED, ...change }} power={null} attributed={null} notice={undefined} busy={false} act={() => {}} />,
  );

test("the variants that earn may become the offer, the best first; what is not shown to earn may not", () => {
  expect(earningVariants(TESTED).map(({ key }) => key)).toEqual(["c", "b"]);
  expect(earningVariants({ ...TESTED, status: "archived" })).toEqual([]);
  expect(earningVariants({ ...TESTED, kind: "offer_holdout" })).toEqual([]);
  expect(page()).toContain("Use “Cheaper”");
  expect(page({ status: "done", endedAt: "2026-03-19T09:00:00.000Z" })).toContain("Use “Cheaper”");
  const undecided = page({ look: lookOf(effect("b", "undecided", 60), effect("c", "loses", -90)) });
  expect(undecided).not.toContain("Use “");
});

test("what is archived can be restored, and cannot be archived again", () => {
  const archived = page({ status: "archived", endedAt: "2026-03-19T09:00:00.000Z" });
  expect(archived).toContain("Restore");
  expect(archived).not.toContain("End the test");
  expect(wordsOf(<ExperimentNoticeBanner notice={{ kind: "restored" }} status="done" />)).toContain("It is back in the list.");
});

test("experiments are told apart by where they stand, and an empty place says that it is one", () => {
  expect(wordsOf(<ExperimentsTabs standing="archived" go={() => {}} />)).toContain("Running and drafts Ended Archived");
  expect(wordsOf(<ExperimentsEmpty standing="archived" />)).toContain("Nothing is archived.");
  expect(wordsOf(<ExperimentsEmpty standing="ended" />, "vi")).toContain("Chưa có gì kết thúc.");
  expect(wordsOf(<ExperimentsEmpty standing="running" />)).toContain("Publish an offer to begin.");
});

test("before proof mode begins the merchant reads whom it holds out, how long, and about what that costs", () => {
  const power: PowerReport = {
    from: "visitors",
    conversion: { value: 0.3, source: "own" },
    perDay: 100,
    share: 0.1,
    lifts: [{ lift: 0.1, half: { units: 2_000, days: 20 }, present: null }],
    provable: 0.09,
  };
  const cost = (change: Partial<PowerReport> | null, look: Look | null, kind: "offer_holdout" | "global_holdout" = "offer_holdout") =>
    wordsOf(<ProofCost kind={kind} power={change && { ...power, ...change }} look={look} lift={0.1} share={0.1} />);
  const known = cost({}, lookOf(effect("treatment", "earns", 150)));
  expect(known).toContain("Half of the new visitors miss the offer for at most 20 days, instead of 10% now.");
  expect(known).toContain("about 800 more visitors who miss it, and roughly $1,200.00 of profit they would have brought");
  expect(cost({}, null)).toContain("about 800 more visitors who miss it. What that costs cannot be said");
  expect(cost({ perDay: null }, null)).toContain("How many visitors that will be cannot be said");
  expect(cost(null, null)).toContain("for at most 28 days");
  expect(cost(null, null)).toContain("Whether that is long enough, and how many visitors it will be, cannot be said");
  // the global holdout withholds every offer
  const all = cost({}, null, "global_holdout");
  expect(all).toContain("Half of the new visitors miss all offers for at most 20 days");
  expect(all).toContain(
    "about 800 more visitors who miss all offers. What that costs cannot be said: nothing shows yet that your offers earn.",
  );
  expect(cost({}, lookOf(effect("treatment", "earns", 150)), "global_holdout")).toContain("who miss all offers, and roughly $1,200.00");
});

test("before a proof that its four weeks cannot decide begins, the merchant reads how long it would take and what they show", () => {
  const power: PowerReport = {
    from: "orders",
    conversion: { value: 0.03, source: "assumed" },
    perDay: 6.2,
    share: 0.1,
    lifts: [
      { lift: 0.05, half: { units: 80_312, days: 12_953 }, present: null },
      { lift: 0.1, half: { units: 20_078, days: 730 }, present: null },
      { lift: 0.2, half: { units: 5_100, days: 28 }, present: null },
    ],
    provable: 0.2,
  };
  const dialog = (lift: number, change: Partial<PowerReport> = {}, locale: "en" | "vi" = "en") =>
    wordsOf(<ProofCost kind="offer_holdout" power={{ ...power, ...change }} look={null} lift={lift} share={0.1} />, locale);
  expect(dialog(0.1)).toContain("Four weeks will hardly decide this");
  expect(dialog(0.1)).toContain("a difference of 10% in 8 of 10 cases takes about 20,000 visitors: 730 days at present traffic.");
  expect(dialog(0.1)).toContain("In 28 days about 170 come. They show a difference of 20% or more.");
  expect(dialog(0.05)).toContain("takes about 80,000 visitors: more than two years at present traffic.");
  expect(dialog(0.05, { provable: null })).toContain("In 28 days about 170 come: too few to show even a difference of 100%.");
  expect(dialog(0.05, {}, "vi")).toContain("khoảng 80.000 khách truy cập: hơn hai năm với lượng truy cập hiện tại.");
  // four weeks are enough, or nobody knows how many come
  expect(dialog(0.2)).not.toContain("Four weeks");
  const idle = { perDay: null, lifts: power.lifts.map((one) => ({ ...one, half: { ...one.half, days: null } })), provable: null };
  expect(dialog(0.1, idle)).not.toContain("Four weeks");
  expect(dialog(0.1, idle)).toContain("none have come lately");
});

test("an offer that nobody sees is said to be one in the form, and a refused start leads to where it is published", () => {
  const offers = [
    {
      id: 1,
      name: "Socks",
      status: "paused" as const,
      headline: "Add socks",
      body: "",
      discount: { kind: "percentage" as const, value: 2000 },
      depthsBp: [],
      trigger: { kind: "any" as const },
      prices: [],
    },
  ];
  const state = { form: newAbTest(1), set: () => {}, sending: false };
  const form = wordsOf(<AbTestFields state={state} offers={offers} error={() => ""} />);
  expect(form).toContain("Socks (Paused)");
  expect(form).toContain("This offer is not live.");
  expect(wordsOf(<NoOffer />)).toContain("No offer to test yet");
  const refused = <ExperimentNoticeBanner notice={{ kind: "refused", reason: "offer_not_live" }} status="draft" offerId={7} />;
  expect(wordsOf(refused)).toContain("Nobody sees this offer now");
  expect(markupOf(refused)).toContain('href="/app/offers/7"');
});

test("a test that is on its way to be saved takes no more edits, which nothing could keep", () => {
  const fields = (sending: boolean) =>
    markupOf(<AbTestFields state={{ form: newAbTest(1), set: () => {}, sending }} offers={[]} error={() => ""} />);
  expect(fields(true)).toMatch(/<fieldset[^>]* disabled/);
  expect(fields(false)).not.toMatch(/<fieldset[^>]* disabled/);
});

test("nothing can be begun with an experiment whose offer was deleted, and an ended one can be put away", () => {
  const holdout: Partial<ExperimentDetail> = { kind: "offer_holdout", offerName: null, look: null };
  const left = page(holdout);
  for (const words of ["Start proof mode", "A/B test", "Archive"]) expect(left).not.toContain(words);
  const ended = page({ ...holdout, status: "done", endedAt: "2026-03-19T09:00:00.000Z" });
  expect(ended).toContain("Ended on Mar 19, 2026. The offer has been deleted, so nothing new begins.");
  expect(ended).toContain("Archive");
  expect(page({ ...holdout, offerName: "Socks" })).toContain("Start proof mode");
  expect(page({ offerName: null })).not.toContain("Use “");
  expect(page({ offerName: null, status: "draft", startedAt: null, look: null })).not.toContain("Start the test");
});
