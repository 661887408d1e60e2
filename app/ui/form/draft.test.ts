import { expect, test } from "vitest";
import { type Basis, begin, changeDraft, type DraftChange, type DraftState, isEdited } from "./draft.ts";

interface Form {
  readonly name: string;
  readonly budget: string;
  readonly days: string;
}
const saved: Form = { name: "Welcome", budget: "", days: "" };
/** a budget that is too small follows from the days too */
const basis: Basis<Form> = (form, field, code) => [form[field as keyof Form], code === "too_small" ? form.days : null];

const after = (...changes: DraftChange<Form>[]): DraftState<Form> =>
  changes.reduce((state, change) => changeDraft(state, change, basis), begin(saved));
const judged = (errors: Record<string, string>) => ({ kind: "judged", errors }) as const;
const edited = (field: keyof Form, value: string) => ({ kind: "edited", field, value }) as const;

test("an error goes when its field, or one that it follows from, is edited, and outlasts all other edits", () => {
  const refused = judged({ name: "name_required", budget: "too_small" });
  expect(after(refused, edited("name", "Hello")).errors).toEqual({ budget: "too_small" });
  expect(after(refused, edited("days", "7")).errors).toEqual({ name: "name_required" });
  expect(after(judged({ budget: "not_an_amount" }), edited("days", "7")).errors).toEqual({ budget: "not_an_amount" });
  expect(after(refused, judged({})).errors).toEqual({});
});

test("what could not be read is told with all else that is wrong, in the words of the field", () => {
  const sent = { kind: "sent", unreadable: { budget: "not_an_amount" } } as const;
  expect(after(sent).errors).toEqual({});
  expect(after(sent, judged({ budget: "invalid", name: "name_required" })).errors).toEqual({
    budget: "not_an_amount",
    name: "name_required",
  });
  expect(after(sent, judged({ budget: "invalid" }), judged({ name: "too_long" })).errors).toEqual({ name: "too_long" });
});

test("a field edited while it was on its way is not called wrong for what it held before", () => {
  const sent = { kind: "sent", unreadable: {} } as const;
  expect(after(sent, edited("name", "Hello"), judged({ name: "name_required", budget: "too_small" })).errors).toEqual({
    budget: "too_small",
  });
});

test("every refusal is counted, for the focus to follow, and discarding takes the errors away with the edits", () => {
  const state = after(edited("name", ""), judged({ name: "name_required" }), judged({}), judged({ name: "name_required" }));
  expect(state).toMatchObject({ form: { name: "" }, refusals: 2 });
  expect(changeDraft(state, { kind: "discarded" }, basis)).toMatchObject({ form: saved, errors: {}, refusals: 2 });
});

test("what is edited while it is being saved stays, still unsaved, and what was sent counts as saved", () => {
  const sent = after(edited("name", "Hello"), edited("budget", "5,0"), { kind: "sent", unreadable: {} }, edited("days", "7"));
  const answered = changeDraft(sent, { kind: "saved" }, basis);
  expect(answered).toMatchObject({ form: { name: "Hello", budget: "5,0", days: "7" }, saved: { name: "Hello", days: "" }, sent: null });
  const loaded = changeDraft(answered, { kind: "loaded", saved: { name: "Hello", budget: "5", days: "" } }, basis);
  expect(loaded.form).toEqual({ name: "Hello", budget: "5", days: "7" });
  expect(isEdited(loaded)).toBe(true);
  const discarded = changeDraft(loaded, { kind: "discarded" }, basis);
  expect(discarded.form).toEqual({ name: "Hello", budget: "5", days: "" });
  expect(isEdited(discarded)).toBe(false);
});

test("what is saved counts as saved before it is loaded, and also where it is loaded the same as it was", () => {
  const state = after(edited("budget", "5,0"), { kind: "sent", unreadable: {} }, { kind: "saved" });
  expect(isEdited(state)).toBe(false);
  expect(changeDraft(state, { kind: "discarded" }, basis).form.budget).toBe("5,0");
});

test("a new thing that its page goes on to is what was sent, whatever was edited meanwhile", () => {
  const sent = after(judged({ form: "too_many" }), edited("budget", "5,0"), { kind: "sent", unreadable: {} }, edited("name", "Hello"));
  const loaded = changeDraft(sent, { kind: "loaded", saved: { ...saved, budget: "5" } }, basis);
  expect(loaded).toMatchObject({ form: { name: "Hello", budget: "5" }, saved: { name: "Welcome", budget: "5" }, errors: {}, sent: null });
  expect(isEdited(loaded)).toBe(true);
});

test("an answer that neither saves nor refuses leaves the edits unsaved", () => {
  const state = after(edited("name", "Hello"), { kind: "sent", unreadable: {} }, judged({}));
  expect(state).toMatchObject({ form: { name: "Hello" }, saved, sent: null });
  expect(isEdited(state)).toBe(true);
});
