import type { Locale } from "../locales/locale.ts";
import { formatDecimal, minorDigits, parseDecimal } from "../money/money.ts";

/**
 * What a merchant typed as money, in minor units: "1,200.50" in English, "1.200,50" in Vietnamese, and a plain
 * "1200.50" or "1200,50" in either. Null when it is no amount of this currency (too many decimals, a sign, words).
 */
export function parseMoneyText(text: string, currency: string, locale: Locale): number | null {
  const clean = text.replace(/[\s\u00a0]/g, "");
  const [group, decimal] = locale === "vi" ? [".", ","] : [",", "."];
  const grouped = new RegExp(`^\\d{1,3}(?:\\${group}\\d{3})+(?:\\${decimal}(\\d+))?$`);
  if (grouped.test(clean)) return exact(clean.replaceAll(group, "").replace(decimal, "."), currency);
  if (/^\d+(?:[.,]\d+)?$/.test(clean)) return exact(clean.replace(",", "."), currency);
  return null;
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

/** A whole number, null when it is none. */
export function parseWholeText(text: string): number | null {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : null;
}

/** A number with at most four decimals, without a sign; null when it is none. */
export function parseDecimalText(text: string): number | null {
  return /^\d{1,12}(?:[.,]\d{1,4})?$/.test(text.trim()) ? Number(text.trim().replace(",", ".")) : null;
}

export function decimalText(value: number, locale: Locale): string {
  return locale === "vi" ? String(value).replace(".", ",") : String(value);
}
