import type { FieldErrors } from "../../field-errors.ts";

/** A field that was refused. */
export interface WrongField {
  /** as the errors name it */
  readonly field: string;
  /** as the page names it; null when no control has it */
  readonly name: string | null;
  /** what is wrong */
  readonly words: string;
}

/** The fields that were refused, in the order of `names`: those of the page from top to bottom. What has no name comes last. */
export function wrongFields(
  errors: FieldErrors,
  names: readonly (readonly [field: string, name: string])[],
  wordsOf: (code: string) => string,
): WrongField[] {
  const known = new Map(names);
  const fields = new Set([...known.keys(), ...Object.keys(errors)]);
  return [...fields].flatMap((field) => {
    const code = errors[field];
    return code ? { field, name: known.get(field) ?? null, words: wordsOf(code) } : [];
  });
}
