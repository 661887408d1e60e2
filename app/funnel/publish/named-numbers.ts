import { minorDigits, parseDecimal } from "../../money/money.ts";

/** A number in an offer's words that a shopper takes for money or a share of it. */
export interface NamedNumber {
  /** as it stands there */
  readonly text: string;
  readonly kind: "percentage" | "amount";
  /** basis points or minor units; several where English and Vietnamese read the same signs differently */
  readonly values: readonly number[];
  /** "up to 20%": true when no discount is greater and one is as great */
  readonly atMost: boolean;
}

const NUMBER = String.raw`\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d{1,2})?(?!\d)`;
const AT_MOST = /(?:up to|as much as|at most|tối đa|(?:lên )?đến|(?:lên )?tới)\s*$/iu;
const PERCENT = /(?<![\d.,])(\d+(?:[.,]\d{1,2})?)\s*(?:%|percent\b|per cent\b|phần trăm)/giu;

/** Percentages and amounts of this currency, in either language's way of writing them; numbers of anything else stay unread. */
export function namedNumbers(words: string, currency: string): NamedNumber[] {
  const found = [...words.matchAll(PERCENT)].map((match) => ({ match, kind: "percentage" as const, values: percentages(match[1] ?? "") }));
  const amounts = [...words.matchAll(amountOf(currency))].map((match) => {
    const number = match.groups?.after ?? match.groups?.before ?? "";
    const thousands = match.groups?.thousands !== undefined;
    return { match, kind: "amount" as const, values: amountsIn(number, currency).map((value) => (thousands ? value * 1_000 : value)) };
  });
  return [...found, ...amounts]
    .filter(({ values }) => values.length > 0)
    .sort((a, b) => a.match.index - b.match.index)
    .map(({ match, kind, values }) => ({ text: match[0].trim(), kind, values, atMost: AT_MOST.test(words.slice(0, match.index)) }));
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
