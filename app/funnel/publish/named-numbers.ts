import { minorDigits, parseDecimal } from "../../money/money.ts";
import { namedGifts } from "./named-gifts.ts";

/** A number in an offer's words that a shopper takes for money or a share of it. */
export interface NamedNumber {
  /** as it stands there */
  readonly text: string;
  /** where it begins */
  readonly at: number;
  readonly kind: "percentage" | "amount";
  /** basis points or minor units; several where English and Vietnamese read the same signs differently */
  readonly values: readonly number[];
  /** "up to 20%": true when no discount is greater and one is as great */
  readonly atMost: boolean;
}

const NUMBER = String.raw`\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d{1,2})?(?!\d)`;
const AT_MOST = /(?:up to|as much as|at most|tối đa|(?:lên )?đến|(?:lên )?tới)\s*$/iu;
/** What may stand between a word such as "save" and its number. */
export const LEADS_TO_NUMBER = String.raw`(?:\s+(?:up to|by|of|an?|extra|full|over|at least|more than|(?:lên )?đến|(?:lên )?tới|tối đa|ngay|thêm|hơn|giá|hẳn))*:?\s*`;
const TAKEN_OFF_BEFORE = new RegExp(
  `(?<!\\p{L})(?:sav(?:e|es|ing|ings)|discount|giảm|tiết kiệm|chiết khấu|khuyến m[ãạ]i)${LEADS_TO_NUMBER}$`,
  "iu",
);
const TAKEN_OFF_AFTER = /^\s*(?:off|less|cheaper|discount|reduction|giảm)(?![\p{L}-])/iu;
const PERCENT = /(?<![\d.,])(\d+(?:[.,]\d{1,2})?)\s*(?:%|percent\b|per cent\b|phần trăm)/giu;

/**
 * Percentages and amounts of this currency, in either language's way of writing them, and "free", "half price" and the like as the percentages
 * that they are; numbers of anything else stay unread. "100%" is about the product, unless it is taken off.
 */
export function namedNumbers(words: string, currency: string): NamedNumber[] {
  const found = [...words.matchAll(PERCENT)]
    .map((match) => ({ match, kind: "percentage" as const, values: percentages(match[1] ?? "") }))
    .filter(({ match, values }) => values[0] !== 10_000 || isTakenOff(words, match));
  const gifts = namedGifts(words).map(({ match, value }) => ({ match, kind: "percentage" as const, values: [value] }));
  const amounts = [...words.matchAll(amountOf(currency))].map((match) => {
    const number = match.groups?.after ?? match.groups?.before ?? "";
    const thousands = match.groups?.thousands !== undefined;
    return { match, kind: "amount" as const, values: amountsIn(number, currency).map((value) => (thousands ? value * 1_000 : value)) };
  });
  return [...found, ...gifts, ...amounts]
    .filter(({ values }) => values.length > 0)
    .sort((a, b) => a.match.index - b.match.index)
    .map(({ match, kind, values }) => ({
      text: match[0].trim(),
      at: match.index,
      kind,
      values,
      atMost: AT_MOST.test(words.slice(0, match.index)),
    }));
}

function isTakenOff(words: string, { index, 0: text }: RegExpMatchArray & { index: number }): boolean {
  return TAKEN_OFF_BEFORE.test(words.slice(0, index)) || TAKEN_OFF_AFTER.test(words.slice(index + text.length));
}

function percentages(text: string): number[] {
  const value = Math.round(Number(text.replace(",", ".")) * 100);
  return Number.isSafeInteger(value) && value <= 10_000 ? [value] : [];
}

/** "£5", "5 GBP", "5,00 £"; "50k", "50 nghìn đồng" where there is no minor unit. */
function amountOf(currency: string): RegExp {
  const signs = new Set([
    currency,
    ...["en", "vi"].flatMap((locale) => (["symbol", "narrowSymbol"] as const).map((as) => sign(currency, locale, as))),
  ]);
  if (currency === "VND") for (const more of ["đồng", "vnđ", "đ"]) signs.add(more);
  const any = [...signs]
    .sort((a, b) => b.length - a.length)
    .map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("|");
  const thousands = minorDigits(currency) === 0 ? String.raw`(?<thousands>\s?(?:k|nghìn|ngàn)(?!\p{L}))` : "(?<thousands>(?!))";
  return new RegExp(
    String.raw`(?<![\p{L}\d.,])(?:(?:${any})\s?(?<after>${NUMBER})|(?<before>${NUMBER})(?:${thousands}(?:\s?(?:${any}))?|\s?(?:${any}))(?!\p{L}))`,
    "giu",
  );
}

function sign(currency: string, locale: string, currencyDisplay: "symbol" | "narrowSymbol"): string {
  const parts = new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay }).formatToParts(0);
  return parts.find(({ type }) => type === "currency")?.value ?? currency;
}

/** "1,200.50" as English and "1.200,50" as Vietnamese write it; "1.200" may be either. */
function amountsIn(text: string, currency: string): number[] {
  const clean = text.replace(/[\s\u00a0\u202f]/g, "");
  const readings = [
    [",", "."],
    [".", ","],
  ].flatMap(([group = "", decimal = ""]) => {
    const shape = new RegExp(`^(?:\\d+|\\d{1,3}(?:\\${group}\\d{3})+)(?:\\${decimal}\\d+)?$`);
    return shape.test(clean) ? (parseDecimal(clean.replaceAll(group, "").replace(decimal, "."), currency) ?? []) : [];
  });
  return [...new Set(readings)];
}
