import type { FieldErrors } from "../../field-errors.ts";

/** Fields as edited, and what is wrong with them as far as it was judged. */
export interface DraftState<Form> {
  readonly form: Form;
  /** what is kept, as far as it is known: as it was loaded, or as it was sent and saved since */
  readonly saved: Form;
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
  /** what was sent was refused, or (no errors) something else came of it */
  | { readonly kind: "judged"; readonly errors: FieldErrors }
  /** what was sent is kept */
  | { readonly kind: "saved" }
  /** what is kept now: fields that were not edited take it, edits stay as they are */
  | { readonly kind: "loaded"; readonly saved: Form }
  /** nothing is left of the edits, nor of what was wrong with them */
  | { readonly kind: "discarded" };

export function begin<Form>(saved: Form): DraftState<Form> {
  return { form: saved, saved, errors: {}, refusals: 0, sent: null };
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
        ...state,
        errors: standing(errors, state.sent?.form ?? state.form, state.form, basis),
        refusals: state.refusals + 1,
        sent: null,
      };
    }
    case "saved":
      return { ...state, saved: state.sent?.form ?? state.saved, errors: {}, sent: null };
    case "loaded": {
      // what is on its way while that changes has been saved: a new thing's page goes on to the thing without another answer
      const known = state.sent ? changeDraft(state, { kind: "saved" }, basis) : state;
      const form = withEdits(change.saved, known);
      return { ...known, form, saved: change.saved, errors: standing(known.errors, known.form, form, basis) };
    }
    case "discarded":
      return { ...begin(state.saved), refusals: state.refusals };
  }
}

export function isEdited<Form>({ form, saved }: DraftState<Form>): boolean {
  return !same(form, saved);
}

function withEdits<Form>(loaded: Form, { form, saved }: DraftState<Form>): Form {
  const edits = Object.entries(form as object).filter(([field, value]) => !same(value, saved[field as keyof Form]));
  return { ...loaded, ...Object.fromEntries(edits) };
}

function standing<Form>(errors: FieldErrors, before: Form, after: Form, basis: Basis<Form>): FieldErrors {
  return Object.fromEntries(Object.entries(errors).filter(([field, code]) => same(basis(before, field, code), basis(after, field, code))));
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
