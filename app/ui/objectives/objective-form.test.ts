import { expect, test } from "vitest";
import type { Objective } from "../../ledger/objective.ts";
import { newObjectiveForm, objectiveForm, readObjective } from "./objective-form.ts";

const pounds = { currency: "GBP", timezone: "Europe/London", locale: "en" as const };
const dong = { currency: "VND", timezone: "Asia/Ho_Chi_Minh", locale: "vi" as const };
const objective: Objective = {
  id: 1,
  name: "Fewer refunds",
  metric: "refund_rate",
  baseline: 0.0825,
  target: 0.05,
  startsOn: "2026-04-01",
  endsOn: "2026-06-30",
  weight: 1.5,
  cost: 12_050,
  archived: false,
};

test("a form reads back what it was made of, in each language and unit", () => {
  const { id: _, archived: __, ...draft } = objective;
  expect(objectiveForm(objective, pounds)).toMatchObject({ baseline: "8.25", target: "5", weight: "1.5", cost: "120.50" });
  expect(readObjective(objectiveForm(objective, pounds), pounds)).toEqual({ kind: "read", values: draft });
  expect(objectiveForm(objective, dong)).toMatchObject({ baseline: "8,25", weight: "1,5", cost: "12050" });
  expect(readObjective(objectiveForm(objective, dong), dong)).toEqual({ kind: "read", values: draft });
  const profit = { ...draft, metric: "profit" as const, baseline: -20_000, target: 150_000 };
  expect(readObjective(objectiveForm({ ...objective, ...profit }, pounds), pounds)).toEqual({ kind: "read", values: profit });
  const often = { ...draft, metric: "apf" as const, baseline: 1.25, target: 1.5 };
  expect(readObjective(objectiveForm({ ...objective, ...often }, dong), dong)).toEqual({ kind: "read", values: often });
});

test("what cannot be read or is missing is named at its field, in the unit of the metric", () => {
  expect(readObjective(newObjectiveForm("2026-04-01"), pounds)).toMatchObject({
    kind: "unreadable",
    errors: { name: "objective_name_required", baseline: "not_an_amount", target: "not_an_amount" },
  });
  const form = { ...objectiveForm(objective, pounds), baseline: "", target: "many", weight: "-1", cost: "1.234" };
  const errors = { baseline: "not_a_percentage", target: "not_a_percentage", weight: "not_a_decimal", cost: "not_an_amount" };
  expect(readObjective(form, pounds)).toMatchObject({ kind: "unreadable", errors });
  expect(readObjective({ ...form, metric: "orders" }, pounds)).toMatchObject({
    kind: "unreadable",
    errors: { ...errors, baseline: "not_a_decimal", target: "not_a_decimal" },
  });
});

test("a new objective lasts a quarter from today", () => {
  expect(newObjectiveForm("2026-04-01")).toMatchObject({ startsOn: "2026-04-01", endsOn: "2026-06-29" });
});
