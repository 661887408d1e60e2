/** A request of the control API that cannot be done as asked; the message says what is expected. */
export class BadRequest extends Error {
  override name = "BadRequest";
}

type Kind = "text" | "number" | "boolean" | "texts" | "object";
type ValueOf<K extends Kind> = K extends "text"
  ? string
  : K extends "number"
    ? number
    : K extends "boolean"
      ? boolean
      : K extends "texts"
        ? string[]
        : Record<string, unknown>;

/** Reads a JSON object whose fields are all optional; refuses fields it does not know and values of another kind. */
export function bodyFields<Shape extends Record<string, Kind>>(
  body: unknown,
  shape: Shape,
): { [Name in keyof Shape]: ValueOf<Shape[Name]> | undefined } {
  const given: Record<string, unknown> = body === undefined || body === null || body === "" ? {} : asObject(body);
  for (const [name, value] of Object.entries(given)) {
    const kind = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (!kind) throw new BadRequest(`"${name}" is not known here. Known: ${Object.keys(shape).join(", ") || "nothing"}.`);
    if (!isKind(value, kind)) throw new BadRequest(`"${name}" should be ${WORDS[kind]}.`);
  }
  return given as { [Name in keyof Shape]: ValueOf<Shape[Name]> | undefined };
}

/** Changes fields of a settings object in place, each to a value of the kind it has; objects inside are changed field by field. */
export function changeSettings<T extends object>(settings: T, change: Record<string, unknown>): T {
  const target = settings as Record<string, unknown>;
  for (const [name, value] of Object.entries(change)) {
    if (!(name in target) || name in Object.prototype)
      throw new BadRequest(`"${name}" is not known here. Known: ${Object.keys(target).join(", ")}.`);
    const before = target[name];
    if (typeof value !== typeof before) throw new BadRequest(`"${name}" should be of the kind ${typeof before}.`);
    if (isKind(before, "object") && isKind(value, "object")) changeSettings(before as object, value as Record<string, unknown>);
    else target[name] = value;
  }
  return settings;
}

const WORDS: Record<Kind, string> = {
  text: "a text",
  number: "a finite number",
  boolean: "true or false",
  texts: "a list of texts",
  object: "an object",
};

function isKind(value: unknown, kind: Kind): boolean {
  switch (kind) {
    case "text":
      return typeof value === "string";
    case "number":
      return typeof value === "number" && Number.isFinite(value);
    case "boolean":
      return typeof value === "boolean";
    case "texts":
      return Array.isArray(value) && value.every((item) => typeof item === "string");
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
  }
}

function asObject(body: unknown): Record<string, unknown> {
  if (isKind(body, "object")) return body as Record<string, unknown>;
  throw new BadRequest("Send a JSON object.");
}
