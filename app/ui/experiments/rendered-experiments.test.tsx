import { IndexTable } from "@shopify/polaris";
import type { ReactNode } from "react";
import { expect, test } from "vitest";
import { effect, holdout, look, losing, words } from "../../../tests/rendered-experiment.tsx";
import { markupOf } from "../../../tests/words-of.tsx";
import type { ListedExperiment } from "../../experiments/experiment.ts";
import type { ExperimentGroup } from "../../experiments/group-experiments.ts";
import { AbTestFields } from "./ab-test-fields.tsx";
import { newAbTest } from "./ab-test-form.ts";
import { EarlierRow } from "./earlier-row.tsx";
import { ExperimentRow } from "./experiment-row.tsx";
import { ExperimentsEmpty } from "./experiments-empty.tsx";
import { ExperimentsTable } from "./experiments-table.tsx";

const alone = (experiment: ListedExperiment): ExperimentGroup => ({ experiment, earlier: [] });

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
      depthsBp: [],
      trigger: { kind: "any" as const },
      prices: [],
    },
  ];
  const state = { form: newAbTest(1), set: () => {}, sending: false };
  const wrong = (field: string) => (field === "variants.0.discountBp" ? "Too much" : "");
  const form = <AbTestFields state={state} offers={offers} error={wrong} />;
  const text = words(form);
  expect(text).toContain("As it is: “Add socks” Warm (20% off)");
  expect(text).toContain("Visitors see nothing of it until you start it.");
  expect(text.match(/Too much/g)).toHaveLength(1);
  expect(words(form, "vi")).toContain("Biến thể B");
  expect(text).not.toContain("The words name");
  const [variant] = state.form.variants;
  if (!variant) throw new Error("no variant");
  const differing = { ...state, form: { ...state.form, variants: [{ ...variant, headline: "20% less", discount: "10" }] } };
  const hint = <AbTestFields state={differing} offers={offers} error={() => ""} />;
  expect(words(hint)).toContain("The words name “20%”, but the discount is 10%.");
  expect(words(hint, "vi")).toContain("Nội dung ghi “20%”, nhưng mức giảm là 10%.");
});
