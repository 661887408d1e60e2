import { expect, test } from "vitest";
import { begin, changeDraft } from "./draft.ts";

const saved = { name: "Welcome", budget: "" };

test("errors belong to the draft that was sent: edits keep them, discarding takes them away with the edits", () => {
  const edited = changeDraft(begin(saved), { kind: "edited", field: "name", value: "" });
  const refused = changeDraft(edited, { kind: "judged", errors: { budget: "loss_budget_required" } });
  const again = changeDraft(refused, { kind: "edited", field: "budget", value: "5" });
  expect(again).toEqual({ form: { name: "", budget: "5" }, errors: { budget: "loss_budget_required" } });
  expect(changeDraft(again, { kind: "begun", saved })).toEqual({ form: saved, errors: {} });
  expect(changeDraft(again, { kind: "judged", errors: {} })).toEqual({ form: { name: "", budget: "5" }, errors: {} });
});
