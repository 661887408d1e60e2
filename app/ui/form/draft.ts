import type { FieldErrors } from "../../field-errors.ts";

/** Fields as edited, and what was wrong with them when they were last sent. */
export interface DraftState<Form> {
  readonly form: Form;
  readonly errors: FieldErrors;
}

export type DraftChange<Form> =
  | { readonly kind: "edited"; readonly field: keyof Form; readonly value: Form[keyof Form] }
  /** what was sent could not be read, or was refused, or (no errors) went through */
  | { readonly kind: "judged"; readonly errors: FieldErrors }
  /** thrown away, or overtaken by what is saved now: nothing is left of it, nor of what was wrong with it */
  | { readonly kind: "begun"; readonly saved: Form };

export function begin<Form>(saved: Form): DraftState<Form> {
  return { form: saved, errors: {} };
}

/** Errors belong to the draft that was sent: they outlast further edits, not the draft. */
export function changeDraft<Form>(state: DraftState<Form>, change: DraftChange<Form>): DraftState<Form> {
  switch (change.kind) {
    case "edited":
      return { ...state, form: { ...state.form, [change.field]: change.value } };
    case "judged":
      return { ...state, errors: change.errors };
    case "begun":
      return begin(change.saved);
  }
}
