/** ISO 4217 currencies whose minor unit is not a hundredth. */
const NO_MINOR_UNIT = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ");
const THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND".split(" ");
const DIGITS = new Map<string, number>([
  ...NO_MINOR_UNIT.map((code) => [code, 0] as const),
  ...THOUSANDTHS.map((code) => [code, 3] as const),
]);

/** How many decimals a currency has (ISO 4217). */
export function currencyDigits(currency: string): number {
  return DIGITS.get(currency) ?? 2;
}

/** Shopify's `Money` scalar: every decimal of the currency, "10.50", "1000" for yen. */
export function moneyString(minor: number, currency: string): string {
  const digits = currencyDigits(currency);
  if (digits === 0) return String(minor);
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  return `${minor < 0 ? "-" : ""}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Shopify's `Decimal` scalar in MoneyV2.amount: no trailing zeros but at least one decimal, "10.5", "1000.0". */
export function decimalString(minor: number, currency: string): string {
  const text = moneyString(minor, currency);
  if (!text.includes(".")) return `${text}.0`;
  let end = text.length;
  while (text[end - 1] === "0" && text[end - 2] !== ".") end -= 1;
  return text.slice(0, end);
}

const fractions = new Map<number, { numerator: bigint; denominator: bigint }>();

/**
 * Minor units of the shop's currency in minor units of the presentment currency, rounded half away from zero.
 * `rate` is presentment units for one unit of shop currency and is taken as the decimal it prints as.
 */
export function toPresentment(minor: number, shopCurrency: string, presentmentCurrency: string, rate: number): number {
  if (shopCurrency === presentmentCurrency) return minor;
  const fraction = fractions.get(rate) ?? decimalFraction(rate);
  fractions.set(rate, fraction);
  const shift = currencyDigits(presentmentCurrency) - currencyDigits(shopCurrency);
  const numerator = BigInt(Math.abs(minor)) * fraction.numerator * 10n ** BigInt(Math.max(shift, 0));
  const denominator = fraction.denominator * 10n ** BigInt(Math.max(-shift, 0));
  const rounded = Number((numerator * 2n + denominator) / (denominator * 2n));
  return minor < 0 ? -rounded : rounded;
}

function decimalFraction(rate: number): { numerator: bigint; denominator: bigint } {
  if (!(rate > 0) || !Number.isFinite(rate)) throw new Error(`A presentment rate must be more than zero, not ${rate}.`);
  const [mantissa = "1", exponent = "0"] = rate.toExponential().split("e");
  const decimals = mantissa.includes(".") ? mantissa.length - mantissa.indexOf(".") - 1 : 0;
  const power = Number(exponent) - decimals;
  const digits = BigInt(mantissa.replace(".", ""));
  return power >= 0
    ? { numerator: digits * 10n ** BigInt(power), denominator: 1n }
    : { numerator: digits, denominator: 10n ** BigInt(-power) };
}

/** Minor units of a decimal string, or null when it is not a number or has more decimals than the currency. */
export function minorUnits(text: string, currency: string): number | null {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text.trim());
  if (!match) return null;
  const digits = currencyDigits(currency);
  const fraction = (match[3] ?? "").replace(/0+$/, "");
  if (fraction.length > digits) return null;
  const minor = Number(`${match[2]}${fraction.padEnd(digits, "0")}`);
  return match[1] ? -minor : minor;
}
