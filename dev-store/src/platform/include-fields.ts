/** Keeps only the named fields of a webhook's payload. A dotted name reaches into objects and into every element of a list. */
export function includeFields(payload: Record<string, unknown>, fields: readonly string[]): Record<string, unknown> {
  const heads = new Map<string, string[]>();
  for (const field of fields) {
    const dot = field.indexOf(".");
    const head = dot < 0 ? field : field.slice(0, dot);
    const rest = heads.get(head) ?? [];
    // A field named whole wins over its parts.
    if (dot >= 0) rest.push(field.slice(dot + 1));
    else rest.push("*");
    heads.set(head, rest);
  }
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(payload)) {
    const rest = heads.get(key);
    if (rest) kept[key] = rest.includes("*") ? value : narrow(value, rest);
  }
  return kept;
}

function narrow(value: unknown, fields: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((element) => narrow(element, fields));
  return typeof value === "object" && value !== null ? includeFields(value as Record<string, unknown>, fields) : value;
}
