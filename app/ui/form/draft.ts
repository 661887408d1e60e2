import type { FieldErrors } from "../../field-errors.ts";

/** Fields as edited, and what is wrong with them as far as it was judged. */
export interface DraftState<Form> {
  readonly form: Form;
  readonly errors: FieldErrors;
  /** how often something was found wrong */
  readonly refusals: number;
  /** on its way to be judged, with what could not be read of it; null when nothing is */
  readonly sent: { readonly form: Form; readonly unreadable: FieldErrors } | null;
}

/** What a field was judged by when this was found wrong with it: the error goes once that is another. */
export type Basis<Form> = (form: Form, field: string, code: string) => unknown;

export type DraftChange<Form> =
  | { readonly kind: "edited"; readonly field: keyof Form; readonly value: Form[keyof Form] }
  | { readonly kind: "sent"; readonly unreadable: FieldErrors }
  /** what was sent was refused, or (no errors) went through */
  | { readonly kind: "judged"; readonly errors: FieldErrors }
  /** thrown away, or overtaken by what is saved now: nothing is left of it, nor of what was wrong with it */
  | { readonly kind: "begun"; readonly saved: Form };

export function begin<Form>(saved: Form): DraftState<Form> {
  return { form: saved, errors: {}, refusals: 0, sent: null };
}

/** An error belongs to what it was judged by: it outlasts every edit but one of that. */
export function changeDraft<Form>(state: DraftState<Form>, change: DraftChange<Form>, basis: Basis<Form>): DraftState<Form> {
  switch (change.kind) {
    case "edited": {
      const form = { ...state.form, [change.field]: change.value };
      return { ...state, form, errors: standing(state.errors, state.form, form, basis) };
    }
    case "sent":
      return { ...state, sent: { form: state.form, unreadable: change.unreadable } };
    case "judged": {
      if (Object.keys(change.errors).length === 0) return { ...state, errors: {}, sent: null };
      // an unreadable field is refused by the schema too, which cannot say what belongs in it
      const errors = { ...change.errors, ...state.sent?.unreadable };
      return {
        form: state.form,
        errors: standing(errors, state.sent?.form ?? state.form, state.form, basis),
        refusals: state.refusals + 1,
        sent: null,
      };
    }
    case "begun":
      return { ...begin(change.saved), refusals: state.refusals };
  }
}

function standing<Form>(errors: FieldErrors, before: Form, after: Form, basis: Basis<Form>): FieldErrors {
  const same = (field: string, code: string) => JSON.stringify(basis(before, field, code)) === JSON.stringify(basis(after, field, code));
  return Object.fromEntries(Object.entries(errors).filter(([field, code]) => same(field, code)));
}
