import { useCallback, useEffect, useReducer } from "react";
import type { FieldErrors } from "../../field-errors.ts";
import { type Basis, begin, changeDraft, type DraftChange, type DraftState, isEdited } from "./draft.ts";
import type { Read } from "./read-fields.ts";

/** What sending came to: "saved" keeps what was sent; anything but "invalid" leaves nothing wrong with the fields. */
export type DraftOutcome = { readonly kind: string } | { readonly kind: "invalid"; readonly errors: FieldErrors };

export interface Draft<Form> {
  readonly form: Form;
  readonly dirty: boolean;
  /** on its way to be judged */
  readonly sending: boolean;
  /** what was found wrong and was not edited since, by field */
  readonly errors: FieldErrors;
  /** how often something was found wrong */
  readonly refusals: number;
  set<Field extends keyof Form>(field: Field, value: Form[Field]): void;
  discard(): void;
  /** hands on what was read; what was not is refused with all else that is wrong */
  send(read: Read<object>, submit: (values: object) => void): void;
}

/** The fields of a form as edited, against what is saved; what is edited while it is being saved stays an edit. */
export function useDraft<Form>(saved: Form, outcome: DraftOutcome | undefined, basis: Basis<Form>): Draft<Form> {
  const [state, change] = useReducer(
    (before: DraftState<Form>, made: DraftChange<Form>) => changeDraft(before, made, basis),
    saved,
    begin<Form>,
  );
  const key = JSON.stringify(saved);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is `saved` by value
  useEffect(() => change({ kind: "loaded", saved }), [key]);
  useEffect(() => {
    if (outcome?.kind === "saved") change({ kind: "saved" });
    else if (outcome) change({ kind: "judged", errors: "errors" in outcome ? outcome.errors : {} });
  }, [outcome]);
  const set = useCallback(<Field extends keyof Form>(field: Field, value: Form[Field]) => change({ kind: "edited", field, value }), []);
  const discard = useCallback(() => change({ kind: "discarded" }), []);
  const send = useCallback((read: Read<object>, submit: (values: object) => void) => {
    change({ kind: "sent", unreadable: read.kind === "unreadable" ? read.errors : {} });
    submit(read.values);
  }, []);
  const { form, errors, refusals, sent } = state;
  return { form, dirty: isEdited(state), sending: sent !== null, errors, refusals, set, discard, send };
}
