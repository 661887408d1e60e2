import type { Locale } from "../locales/locale.ts";
import { formatDecimal, minorDigits, parseDecimal } from "../money/money.ts";

/**
 * What a merchant typed as money, in minor units: "1,200.50" in English, "1.200,50" in Vietnamese, and a plain
 * "1200.50" or "1200,50" in either. Null when it is no amount of this currency (too many decimals, a sign, words).
 */
export function parseMoneyText(text: string, currency: string, locale: Locale): number | null {
  const decimal = ungrouped(text, locale);
  return decimal === null ? null : exact(decimal, currency);
}

/** A number without a sign as digits with at most one point, its groups of thousands joined as the language or spaces make them. */
function ungrouped(text: string, locale: Locale): string | null {
  const clean = text.trim();
  const [group, decimal] = locale === "vi" ? [".", ","] : [",", "."];
  const grouped = new RegExp(`^[1-9]\\d{0,2}(?:(?:\\${group}\\d{3})+|(?:\\s\\d{3})+)(?:\\${decimal}\\d+)?$`);
  if (grouped.test(clean)) return clean.replace(/\s/g, "").replaceAll(group, "").replace(decimal, ".");
  return /^\d+(?:[.,]\d+)?$/.test(clean) ? clean.replace(",", ".") : null;
}

function exact(decimal: string, currency: string): number | null {
  const fraction = decimal.split(".")[1] ?? "";
  return fraction.length > minorDigits(currency) ? null : parseDecimal(decimal, currency);
}

/** Minor units as an input field shows them: no grouping, so that editing keeps working. */
export function moneyText(amount: number | null, currency: string, locale: Locale): string {
  if (amount === null) return "";
  const text = formatDecimal(amount, currency).replace(/\.0+$/, "");
  return locale === "vi" ? text.replace(".", ",") : text;
}

/** "12.5" or "12,5" percent as basis points; null when it is no number with at most two decimals. */
export function parsePercentText(text: string): number | null {
  const match = /^(\d{1,5})(?:[.,](\d{1,2}))?$/.exec(text.trim());
  return match ? Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0")) : null;
}

export function percentText(basisPoints: number, locale: Locale): string {
  return decimalText(basisPoints / 100, locale);
}

/** A whole number, "1,000" in English and "1.000" in Vietnamese; null when it is none. */
export function parseWholeText(text: string, locale: Locale): number | null {
  const digits = ungrouped(text, locale);
  return digits !== null && /^\d{1,9}$/.test(digits) ? Number(digits) : null;
}

/** A number with at most four decimals, without a sign; null when it is none. */
export function parseDecimalText(text: string, locale: Locale): number | null {
  const decimal = ungrouped(text, locale);
  return decimal !== null && /^\d{1,12}(?:\.\d{1,4})?$/.test(decimal) ? Number(decimal) : null;
}

export function decimalText(value: number, locale: Locale): string {
  return locale === "vi" ? String(value).replace(".", ",") : String(value);
}
