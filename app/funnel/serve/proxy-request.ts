import { z } from "zod";

/** What the storefront asks, read strictly: an unknown, repeated or malformed parameter is refused by name. */
const id = z.string().regex(/^[1-9]\d{0,18}$/);
const line = /^([1-9]\d{0,18}):([1-9]\d{0,5})(?::([1-9]\d{0,8}))?$/;
const MAX_LINES = 500;

const OfferQuery = z.strictObject({
  placement: z.enum(["product", "cart"]),
  product: id.nullable(),
  lines: z
    .string()
    .max(24_000)
    .transform((text, context) => {
      const parts = text === "" ? [] : text.split(",");
      const read = parts.map((part) => line.exec(part));
      if (parts.length > MAX_LINES || read.some((match) => match === null)) {
        context.addIssue({ code: "custom", message: "is not a list of <variant>:<quantity>[:<offer>]" });
        return z.NEVER;
      }
      return read.flatMap((match) =>
        match ? [{ variantId: match[1] as string, quantity: Number(match[2]), offerId: match[3] ? Number(match[3]) : null }] : [],
      );
    }),
  visitor: z.string().regex(/^[0-9a-f]{32}$/),
  /** whether the visitor's id lasts from page to page */
  kept: z.enum(["0", "1"]).transform((text) => text === "1"),
  locale: z.string().max(35),
});

export type OfferQuery = z.infer<typeof OfferQuery>;
export type Read<T> = { ok: true; value: T } | { ok: false; error: string };

/** Parameters that Shopify adds; requireProxy has checked them. */
const SHOPIFYS = new Set(["shop", "path_prefix", "timestamp", "logged_in_customer_id", "signature"]);

export function readOfferQuery(search: URLSearchParams): Read<OfferQuery> {
  const values: Record<string, unknown> = { product: null, lines: "", kept: "0", locale: "en" };
  const seen = new Set<string>();
  for (const [name, value] of search) {
    if (SHOPIFYS.has(name)) continue;
    if (seen.has(name)) return { ok: false, error: `${name} is given twice` };
    seen.add(name);
    values[name] = name === "product" && value === "" ? null : value;
  }
  const result = OfferQuery.safeParse(values);
  if (!result.success) return { ok: false, error: inWords(result.error) };
  return { ok: true, value: { ...result.data, locale: knownLocale(result.data.locale) } };
}

const OfferEventBody = z.strictObject({ decisionId: z.uuid().lowercase(), kind: z.enum(["impression", "accept", "decline"]) });
export type OfferEventBody = z.infer<typeof OfferEventBody>;

/** `text` is the request's body. */
export function readOfferEvent(text: string): Read<OfferEventBody> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { ok: false, error: "The body is not JSON" };
  }
  const result = OfferEventBody.safeParse(body);
  return result.success ? { ok: true, value: result.data } : { ok: false, error: inWords(result.error) };
}

function inWords(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join(".") || "request"}: ${issue.message}`).join("; ");
}

/** Browsers send few, and each is asked of the language's tables only once. */
const locales = new Map<string, string>();
const MOST_LOCALES = 500;

function knownLocale(tag: string): string {
  const known = locales.get(tag) ?? canonical(tag);
  if (locales.size >= MOST_LOCALES) locales.clear();
  locales.set(tag, known);
  return known;
}

/** A language tag nobody knows is no reason to show nothing. */
function canonical(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? "en";
  } catch {
    return "en";
  }
}
