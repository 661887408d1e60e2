import { expect, test } from "vitest";
import { DEFAULT_RULES } from "../offers/offer-rules.ts";
import { sampleOffer } from "../offers/sample-offer.ts";
import { UNTRAINED } from "./beliefs.ts";
import { chooseOffer } from "./choose-offer.ts";
import type { RunningExperiment } from "./running-experiment.ts";
import { sampleChooseRequest } from "./sample-choose-request.ts";
import { takePart } from "./take-part.ts";

const running = {
  rules: { assumedCostBp: 5_500, paymentFeeBp: 0, marginFloorBp: 1_000 },
  offerRules: DEFAULT_RULES,
  policy: UNTRAINED,
  totals: new Map(),
};
const choice = chooseOffer(sampleChooseRequest());
const visitor = (n: number, exposures: Record<string, string> = {}) => ({ id: `visitor ${n}`, tracked: true, exposures });
const visitors = Array.from({ length: 4_000 }, (_, n) => visitor(n));

function experiment(values: Partial<RunningExperiment> = {}): RunningExperiment {
  return {
    id: 1,
    kind: "global_holdout",
    offerId: null,
    seed: "a",
    arms: [
      { key: "control", name: "", change: null },
      { key: "treatment", name: "", change: null },
    ],
    plans: [{ from: "2026-03-01T00:00:00Z", weights: [0.1, 0.9] }],
    ...values,
  };
}

const globally = experiment();
const ofOffer = experiment({ id: 2, kind: "offer_holdout", offerId: 1, seed: "b" });
const abTest = (change: NonNullable<RunningExperiment["arms"][number]["change"]>, share = 1) =>
  experiment({
    id: 3,
    kind: "ab_test",
    offerId: 1,
    seed: "c",
    arms: [
      { key: "control", name: "", change: null },
      { key: "b", name: "", change },
    ],
    plans: [{ from: "2026-03-01T00:00:00Z", weights: [1 - share, share] }],
  });

test("the planned shares are held out, of all offers first and of this one of the rest, each by a seed of its own", () => {
  const taken = visitors.map((one) => takePart(choice, one, { experiments: [ofOffer, globally], ...running }));
  const share = (kind: string) => taken.filter(({ withheld }) => withheld === kind).length / visitors.length;
  expect(share("global_holdout")).toBeCloseTo(0.1, 1.5);
  expect(share("offer_holdout")).toBeCloseTo(0.09, 1.5);
  for (const { withheld, assignments } of taken) {
    // who is held out of everything is in no experiment after it
    expect(assignments.map(({ experimentId }) => experimentId)).toEqual(withheld === "global_holdout" ? [1] : [1, 2]);
    expect(assignments.at(-1)?.arm).toBe(withheld === null ? "treatment" : "control");
  }
});

test("a visitor keeps the arm of the first exposure, whatever the plan says now", () => {
  for (const arm of ["control", "treatment"]) {
    for (const weights of [
      [0, 1],
      [1, 0],
    ]) {
      const holdout = experiment({ plans: [...globally.plans, { from: "2026-03-02T00:00:00Z", weights }] });
      expect(takePart(choice, visitor(1, { 1: arm }), { experiments: [holdout], ...running })).toMatchObject({
        withheld: arm === "control" ? "global_holdout" : null,
        assignments: [{ arm, known: true, plan: 1 }],
      });
    }
  }
});

test("no one takes part who was to be shown nothing, nor whose id does not last, nor in what is another offer's", () => {
  const none = chooseOffer(sampleChooseRequest({ offers: [] }));
  const everyone = experiment({ plans: [{ from: "2026-03-01T00:00:00Z", weights: [1, 0] }] });
  expect(takePart(none, visitor(1), { experiments: [everyone], ...running })).toEqual({ choice: none, withheld: null, assignments: [] });
  expect(takePart(choice, { ...visitor(1), tracked: false }, { experiments: [everyone], ...running })).toMatchObject({
    withheld: null,
    assignments: [],
  });
  const foreign = { ...everyone, kind: "offer_holdout" as const, offerId: 2 };
  expect(takePart(choice, visitor(1), { experiments: [foreign], ...running })).toMatchObject({ withheld: null, assignments: [] });
});

test("an A/B test changes words and price of its offer", () => {
  const taken = takePart(choice, visitor(1), { experiments: [abTest({ headline: "Other words", discountBp: 500 })], ...running });
  expect(taken).toMatchObject({
    choice: {
      offer: { headline: "Other words", body: "" },
      discountedPrice: 950,
      depthBp: 500,
      discount: { kind: "percentage", value: 500 },
      arm: { depthBp: 1_000 },
    },
    assignments: [{ experimentId: 3, arm: "b" }],
  });
  expect(takePart(choice, visitor(1), { experiments: [abTest({ headline: "Other words" }, 0)], ...running }).choice).toEqual(choice);
});

test("an arm never goes below the floor nor beyond what the Function gives: then the engine's price stands", () => {
  const deep = chooseOffer(
    sampleChooseRequest({
      offers: [sampleOffer({ pinnedProductId: "20", depthsBp: [1_000], discount: { kind: "percentage", value: 4_500 } })],
    }),
  );
  for (const discountBp of [4_500, 5_000]) {
    expect(takePart(deep, visitor(1), { experiments: [abTest({ body: "More", discountBp })], ...running })).toMatchObject({
      choice: { offer: { body: "More" }, discountedPrice: 900, depthBp: 1_000 },
    });
  }
});

test("an arm's discount keeps within the budgets, for as many units as an order may have", () => {
  const change = { discountBp: 1_500 };
  const depth = (values: Parameters<typeof sampleOffer>[0], used: { given: number; lost: number }) => {
    const offer = sampleOffer({ pinnedProductId: "20", depthsBp: [500], discount: { kind: "percentage", value: 2_000 }, ...values });
    const engine = chooseOffer(sampleChooseRequest({ offers: [offer] }));
    const taken = takePart(engine, visitor(1), { ...running, experiments: [abTest(change)], totals: new Map([[1, used]]) });
    expect(taken.assignments).toMatchObject([{ arm: "b" }]);
    return taken.choice.kind === "offer" ? taken.choice.depthBp : null;
  };
  // 150 of 1,000 a unit
  expect(depth({ discountBudget: 1_000 }, { given: 850, lost: 0 })).toBe(1_500);
  expect(depth({ discountBudget: 1_000 }, { given: 851, lost: 0 })).toBe(500);
  expect(depth({ discountBudget: 1_000, maxQuantity: 3 }, { given: 851, lost: 0 })).toBe(500);
  expect(depth({ discountBudget: 1_000, maxQuantity: 3 }, { given: 550, lost: 0 })).toBe(1_500);
});
