/** By field, with dots inside ("trigger.productIds"), the code of what is wrong; the locales have the words. */
export type FieldErrors = Readonly<Record<string, string>>;

interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * What a schema refused, the first code of each field. A message that is a code stays; a bound without one is "out_of_range", anything
 * else "invalid". An item's place belongs to its list ("productIds"), unless a field inside the item is meant ("variants.0.name").
 */
export function fieldErrors(issues: readonly Issue[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { code, path, message } of issues) {
    const bound = code === "too_small" || code === "too_big";
    errors[fieldOf(path)] ??= /^[a-z][a-z_0-9]*$/.test(message) ? message : bound ? "out_of_range" : "invalid";
  }
  return errors;
}

function fieldOf(path: readonly PropertyKey[]): string {
  const end = path.findLastIndex((part) => typeof part === "string") + 1;
  return path.slice(0, end).join(".") || "form";
}
