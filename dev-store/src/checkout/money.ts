import { currencyDigits } from "../admin-api/money.ts";

// ISO 4217's digits, not those Intl shows: by cash habits it gives forints and rupiah none, though both have hundredths here.
export { currencyDigits };

/**
 * Money as this store handles it: integers in minor units of an ISO 4217 currency, and exact decimal
 * strings at the edges (Functions, Admin API). Nothing here goes through floating point.
 */

/** `1999` USD -> `"19.99"`, `1000` USD -> `"10.0"`, `50000` VND -> `"50000.0"`: the form Shopify gives Decimal. */
export function toDecimal(minor: number, currency: string): string {
  const digits = currencyDigits(currency);
  const sign = minor < 0 ? "-" : "";
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  const whole = digits === 0 ? text : text.slice(0, -digits);
  const fraction = (digits === 0 ? "" : text.slice(-digits)).replace(/0+$/, "");
  return `${sign}${whole}.${fraction || "0"}`;
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** A decimal as a fraction of integers; null when the text is not a plain decimal. */
export function parseDecimal(value: unknown): { numerator: bigint; denominator: bigint } | null {
  const match = DECIMAL.exec(typeof value === "number" ? String(value) : typeof value === "string" ? value : "");
  if (!match) return null;
  const fraction = match[3] ?? "";
  return { numerator: BigInt(`${match[1]}${match[2]}${fraction}`), denominator: 10n ** BigInt(fraction.length) };
}

/** Decimal amount -> minor units, halves up; null when it is not a decimal. */
export function toMinor(value: unknown, currency: string): number | null {
  const decimal = parseDecimal(value);
  if (!decimal) return null;
  return Number(divideHalfUp(decimal.numerator * 10n ** BigInt(currencyDigits(currency)), decimal.denominator));
}

/** numerator / denominator to the nearest integer, halves away from zero. denominator > 0. */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * magnitude + denominator) / (2n * denominator);
  return numerator < 0n ? -rounded : rounded;
}

/**
 * Minor units -> the hundredths Liquid and the AJAX API use for every currency: "1000 Japanese yen is
 * output as 100000" (shopify.dev/docs/api/liquid/basics, money values).
 */
export function toHundredths(minor: number, currency: string): number {
  const digits = currencyDigits(currency);
  return digits <= 2 ? minor * 10 ** (2 - digits) : Math.round(minor / 10 ** (digits - 2));
}

/** As the shopper reads it in this locale: `$19.99`, `50.000 ₫`. */
export function formatMoney(minor: number, currency: string, locale: string): string {
  const digits = currencyDigits(currency);
  return new Intl.NumberFormat(locale, { style: "currency", currency }).format(`${minor}E-${digits}` as unknown as number);
}
