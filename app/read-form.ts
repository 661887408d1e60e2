/** of a column of type integer */
const LARGEST_ID = 2_147_483_647;

/** A field that holds JSON; null when it is not there or no JSON, which every schema refuses. */
export function jsonField(form: FormData, name: string): unknown {
  try {
    return JSON.parse(String(form.get(name)));
  } catch {
    return null;
  }
}

/** What a page's address names: null for `new`. An address that is neither a number nor `new` names no page. */
export function idOrNew(text: string | undefined): number | null {
  if (text === "new") return null;
  const id = idIn(text);
  if (id === null) throw new Response(null, { status: 404 });
  return id;
}

/** The number of a record, null when the text is none that a record can have. */
export function idIn(text: FormDataEntryValue | null | undefined): number | null {
  return typeof text === "string" && /^[1-9]\d{0,9}$/.test(text) && Number(text) <= LARGEST_ID ? Number(text) : null;
}
