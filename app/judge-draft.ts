import type { ZodType } from "zod";
import { fieldErrors } from "./field-errors.ts";

/** By field, with dots and without an item's place ("variants.name"), a value, or one made of the draft, that makes nothing else wrong. */
export type Lenient = Readonly<Record<string, unknown>>;

export interface Judged<Draft> {
  /** as it was sent but for what is wrong by itself, which is `lenient` here; null when too much is */
  readonly draft: Draft | null;
  readonly errors: Record<string, string>;
}

/**
 * What is wrong with a draft, each field by itself (`fields`) and what holds between them (`whole`), told together: a field that is wrong
 * keeps none of the others from being judged. `draft` is for what can only be judged with more at hand; without errors it may be saved.
 */
export function judgeDraft<Draft>(fields: ZodType<Draft>, whole: ZodType<Draft>, input: unknown, lenient: Lenient): Judged<Draft> {
  const read = fields.safeParse(input);
  const issues = read.error?.issues ?? [];
  const errors = fieldErrors(issues);
  const mended = read.success ? read : fields.safeParse(mend(input, issues, lenient));
  if (!mended.success) return { draft: null, errors };
  return { draft: mended.data, errors: { ...fieldErrors(whole.safeParse(mended.data).error?.issues ?? []), ...errors } };
}

function mend(input: unknown, issues: readonly { readonly path: readonly PropertyKey[] }[], lenient: Lenient): unknown {
  const mended: unknown = structuredClone(input);
  for (const { path } of issues) {
    const field = path.slice(0, path.findLastIndex((part) => typeof part === "string") + 1);
    const name = field.filter((part) => typeof part === "string").join(".");
    const [last, ...outer] = field.toReversed();
    const holder = outer.reduceRight<unknown>((value, part) => (value as Record<PropertyKey, unknown> | undefined)?.[part], mended);
    if (last === undefined || !(name in lenient) || typeof holder !== "object" || holder === null) continue;
    const value = lenient[name];
    (holder as Record<PropertyKey, unknown>)[last] = typeof value === "function" ? value(mended) : value;
  }
  return mended;
}
