/** The id of the control that a field's errors belong to; a page has one form with such a field. */
export function fieldId(field: string): string {
  return `field-${field}`;
}

/** Moves the focus to a field's control; false when the page has none. */
export function focusField(field: string): boolean {
  const control = controlOf(field);
  control?.focus();
  return control !== null;
}

/** Moves the focus to the first of these fields on the page; false when the page has none of them. */
export function focusFirstField(fields: readonly string[]): boolean {
  const [first] = fields
    .flatMap((field) => controlOf(field) ?? [])
    .sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  first?.focus();
  return first !== undefined;
}

/** A list of choices has the id itself (of checkboxes with "[]" after it), and its first choice is the control. */
function controlOf(field: string): HTMLElement | null {
  const id = fieldId(field);
  const found = document.getElementById(id) ?? document.getElementById(`${id}[]`);
  return found instanceof HTMLFieldSetElement ? found.querySelector<HTMLElement>("input:checked, input") : found;
}
