import { useCallback, useEffect, useReducer } from "react";
import type { FieldErrors } from "../../field-errors.ts";
import { begin, changeDraft } from "./draft.ts";
import type { Read } from "./read-fields.ts";

/** What sending came to; anything but "invalid" leaves nothing wrong with the fields. */
export type DraftOutcome = { readonly kind: string } | { readonly kind: "invalid"; readonly errors: FieldErrors };

export interface Draft<Form> {
  readonly form: Form;
  readonly dirty: boolean;
  /** of the draft that was sent last, by field */
  readonly errors: FieldErrors;
  set<Field extends keyof Form>(field: Field, value: Form[Field]): void;
  discard(): void;
  /** hands on what was read, or shows what could not be */
  send<Values>(read: Read<Values>, submit: (values: Values) => void): void;
}

/** The fields of a form as edited, against what is saved; once that changes, the edits are done. */
export function useDraft<Form>(saved: Form, outcome: DraftOutcome | undefined): Draft<Form> {
  const [{ form, errors }, change] = useReducer(changeDraft<Form>, saved, begin<Form>);
  const key = JSON.stringify(saved);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is `saved` by value
  const discard = useCallback(() => change({ kind: "begun", saved }), [key]);
  useEffect(discard, [discard]);
  useEffect(() => {
    if (outcome) change({ kind: "judged", errors: "errors" in outcome ? outcome.errors : {} });
  }, [outcome]);
  const set = useCallback(<Field extends keyof Form>(field: Field, value: Form[Field]) => change({ kind: "edited", field, value }), []);
  const send = useCallback(<Values>(read: Read<Values>, submit: (values: Values) => void) => {
    if (read.kind === "unreadable") return change({ kind: "judged", errors: read.errors });
    submit(read.values);
  }, []);
  return { form, dirty: JSON.stringify(form) !== key, errors, set, discard, send };
}
