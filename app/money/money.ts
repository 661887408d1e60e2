/** Money: a safe integer of minor units and an ISO 4217 currency. JPY and VND have no minor unit, KWD has three digits. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/** ISO 4217: every other currency has two digits. The platform's own table follows cash habits and drops some. */
const DIGITS = new Map<string, number>([
  ..."BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ").map((code) => [code, 0] as const),
  ..."BHD IQD JOD KWD LYD OMR TND".split(" ").map((code) => [code, 3] as const),
  ..."CLF UYW".split(" ").map((code) => [code, 4] as const),
]);

/** How many decimal digits the currency has (ISO 4217). */
export function minorDigits(currency: string): number {
  return DIGITS.get(currency) ?? 2;
}

/**
 * Shopify's decimal string ("12.5", "-3", "0.125") as minor units of `currency`, exactly.
 * Digits beyond the currency's are rounded half away from zero; null when it is not a decimal number
 * or does not fit a safe integer.
 */
export function parseDecimal(text: string, currency: string): number | null {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text.trim());
  if (!match) return null;
  const digits = minorDigits(currency);
  const fraction = (match[3] ?? "").padEnd(digits + 1, "0");
  const kept = Number(`${match[2]}${fraction.slice(0, digits)}`);
  const amount = Number(fraction.charAt(digits)) >= 5 ? kept + 1 : kept;
  if (!Number.isSafeInteger(amount)) return null;
  return match[1] && amount !== 0 ? -amount : amount;
}

/** Minor units as Shopify writes them: "12.50", "-3.00", "1200" for a currency without minor unit. */
export function formatDecimal(amount: number, currency: string): string {
  const digits = minorDigits(currency);
  const rounded = Math.round(amount);
  const text = String(Math.abs(rounded)).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  return `${rounded < 0 ? "-" : ""}${whole}${digits ? `.${text.slice(-digits)}` : ""}`;
}

/** As a person of this locale reads it: "£12.50", "12,50 £". */
export function formatMoney(money: Money, locale: string): string {
  return formatter(locale, money.currency).format(Number(formatDecimal(money.amount, money.currency)));
}

/** Making one takes a hundred times as long as using it. Locales come from browsers, so only so many are kept. */
function formatter(locale: string, currency: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  let made = FORMATTERS.get(key);
  if (!made) {
    made = new Intl.NumberFormat(locale, { style: "currency", currency });
    if (FORMATTERS.size >= 200) FORMATTERS.clear();
    FORMATTERS.set(key, made);
  }
  return made;
}

const FORMATTERS = new Map<string, Intl.NumberFormat>();

/**
 * Splits `total` minor units in proportion to `weights` (>= 0), by largest remainder, so that the parts
 * sum to `total` exactly. All weights zero: everything goes to the first.
 */
export function allocate(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (weights.length === 0) return [];
  if (sum === 0) return weights.map((_, index) => (index === 0 ? total : 0));
  const shares = weights.map((weight) => (total * weight) / sum);
  const parts = shares.map(Math.trunc);
  const left = total - parts.reduce((a, b) => a + b, 0);
  const order = shares
    .map((share, index) => ({ index, rest: Math.abs(share - (parts[index] as number)) }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index);
  for (let given = 0; given < Math.abs(left); given++) {
    const at = (order[given % order.length] as { index: number }).index;
    parts[at] = (parts[at] as number) + Math.sign(left);
  }
  return parts;
}
