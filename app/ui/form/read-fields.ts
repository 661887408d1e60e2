import type { FieldErrors } from "../../field-errors.ts";
import type { Locale } from "../../locales/locale.ts";
import { parseDecimalText, parseMoneyText, parsePercentText, parseWholeText } from "../money-text.ts";
import { dayEnd, dayStart } from "../shop-day.ts";

/** What decides how a field's text reads. */
export interface Ground {
  readonly currency: string;
  readonly timezone: string;
  readonly locale: Locale;
}

/** What a form's texts came to. By field the code of what cannot be read, where `values` hold something that every schema refuses. */
export type Read<Values> =
  | { readonly kind: "read"; readonly values: Values }
  | { readonly kind: "unreadable"; readonly values: object; readonly errors: FieldErrors };

/** No number, text or day, so that the rest can be judged and nothing is saved without it. */
const UNREADABLE = {};

/**
 * Reads fields one after another and gathers what cannot be read. A field's value is only good once `done` says so; `optional` takes
 * an empty text as null, and `signed` a text that may begin with a minus.
 */
export function readFields({ currency, timezone, locale }: Ground) {
  const errors: Record<string, string> = {};
  const kind = <T>(parse: (text: string) => T | null, code: string, optionalCode = code) => {
    const take = (field: string, text: string, why: string): T => {
      const value = parse(text);
      if (value !== null) return value;
      errors[field] = why;
      return UNREADABLE as T;
    };
    return Object.assign((field: string, text: string): T => take(field, text, code), {
      optional: (field: string, text: string): T | null => (text.trim() === "" ? null : take(field, text, optionalCode)),
    });
  };
  const number = (parse: (text: string) => number | null, code: string, optionalCode = code) =>
    Object.assign(kind(parse, code, optionalCode), { signed: kind(signed(parse), code) });
  return {
    /** any text but none */
    filled(field: string, text: string, code: string): string {
      if (text.trim() === "") errors[field] = code;
      return text;
    },
    /** minor units */
    money: number((text) => parseMoneyText(text, currency, locale), "not_an_amount"),
    /** basis points */
    percent: number(parsePercentText, "not_a_percentage"),
    decimal: number((text) => parseDecimalText(text, locale), "not_a_decimal"),
    whole: kind((text) => parseWholeText(text, locale), "whole_number_required", "not_a_number"),
    /** the moment a day of the shop begins, as ISO */
    dayStart: kind((text) => dayStart(text, timezone), "not_a_day"),
    /** its last second */
    dayEnd: kind((text) => dayEnd(text, timezone), "not_a_day"),
    done: <Values extends object>(values: Values): Read<Values> =>
      Object.keys(errors).length > 0 ? { kind: "unreadable", values, errors } : { kind: "read", values },
  };
}

function signed(parse: (text: string) => number | null): (text: string) => number | null {
  return (text) => {
    const bare = text.trim().replace(/^[-\u2212]/, "");
    const value = parse(bare);
    return value === null || bare === text.trim() ? value : -value;
  };
}
