import type { Locale } from "../locales/locale.ts";
import { formatMoney, minorDigits } from "../money/money.ts";

export interface Formats {
  /** minor units of the shop's currency; fractions of a minor unit are rounded */
  money(amount: number): string;
  /** for an axis, with the other amounts on it: "£1.2M"; below 1,000 in full, without decimals where none of them has any */
  moneyShort(amount: number, among?: readonly number[]): string;
  number(value: number, maximumDigits?: number): string;
  /** at least three digits that say something, so that a product can be checked: 20.38, 0.178, 0.000424 */
  factor(value: number): string;
  /** 0 to 1 */
  percent(share: number, maximumDigits?: number): string;
  days(days: number): string;
  /** shorter than a minute in seconds, else in minutes */
  wait(seconds: number): string;
  date(iso: string): string;
  /** from one day to another: "Nov 21, 2026 – Nov 23, 2026", and a single day once */
  range(from: string, to: string): string;
  dateTime(iso: string): string;
  /** "2011-03" */
  month(month: string): string;
  /** a single month is written once, as in `range` */
  monthRange(from: string, to: string): string;
}

/** From here on an axis has no room for an amount in full; in the currency itself, not its minor unit. */
const COMPACT_FROM = 1_000;

/** How this shop's figures read in this language; dates in the shop's time zone, so that server and browser agree. */
export function formats(locale: Locale, currency: string, timezone: string): Formats {
  const unit = (value: number, name: string, digits: number) =>
    new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "long", maximumFractionDigits: digits }).format(value);
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: timezone });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone: timezone });
  const month = new Intl.DateTimeFormat(locale, { year: "numeric", month: "short", timeZone: "UTC" });
  const monthOf = (text: string) => month.format(new Date(`${text}-01T00:00:00Z`));
  const short = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    notation: "compact",
    minimumFractionDigits: 0,
    maximumFractionDigits: 1,
  });
  const whole = new Intl.NumberFormat(locale, { style: "currency", currency, maximumFractionDigits: 0 });
  const full = new Intl.NumberFormat(locale, { style: "currency", currency });
  const major = (amount: number) => Math.round(amount) / 10 ** minorDigits(currency);
  const large = (value: number) => Math.abs(value) >= COMPACT_FROM;
  return {
    money: (amount) => formatMoney({ amount, currency }, locale),
    moneyShort: (amount, among = [amount]) => {
      const value = major(amount);
      if (large(value)) return short.format(value);
      return among.map(major).every((other) => large(other) || Number.isInteger(other)) ? whole.format(value) : full.format(value);
    },
    number: (value, maximumDigits = 0) => new Intl.NumberFormat(locale, { maximumFractionDigits: maximumDigits }).format(value),
    factor: (value) => new Intl.NumberFormat(locale, { maximumFractionDigits: factorDigits(value) }).format(value),
    percent: (share, maximumDigits = 0) =>
      new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: maximumDigits }).format(notQuiteWhole(share, maximumDigits)),
    days: (days) => unit(days, "day", 1),
    wait: (seconds) => (seconds < 60 ? unit(Math.max(1, Math.round(seconds)), "second", 0) : unit(Math.ceil(seconds / 60), "minute", 0)),
    date: (iso) => day.format(new Date(iso)),
    range: (from, to) => span(day.format(new Date(from)), day.format(new Date(to))),
    dateTime: (iso) => moment.format(new Date(iso)),
    month: monthOf,
    monthRange: (from, to) => span(monthOf(from), monthOf(to)),
  };
}

/** Two digits after the point; of a small number as many as its first three need, but no more than eight. */
function factorDigits(value: number): number {
  return value === 0 ? 2 : Math.min(8, Math.max(2, 2 - Math.floor(Math.log10(Math.abs(value)))));
}

/** Not Intl's formatRange, whose spaces and order differ between what serves the page and what takes it over. */
function span(from: string, to: string): string {
  return from === to ? from : `${from} – ${to}`;
}

/** Less than all is never written as 100 %: 0.999 is 99 %, with one digit 99.9 %. */
function notQuiteWhole(share: number, digits: number): number {
  const steps = 10 ** (digits + 2);
  return share < 1 && Math.round(share * steps) === steps ? (steps - 1) / steps : share;
}
