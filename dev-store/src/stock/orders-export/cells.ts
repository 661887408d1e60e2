const EARLIEST = Date.UTC(1990, 0, 1);

/**
 * An amount such as `12.34` in thousandths of the currency unit, read digit by digit so that nothing is rounded.
 * Null when it is no plain decimal number, is negative, has more than three decimals that are not zero, or is too large to be exact.
 */
export function parseAmount(text: string): number | null {
  const length = text.length;
  if (length === 0) return null;
  let value = 0;
  let digits = 0;
  let decimals = -1;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code === 46 && decimals === -1 && digits > 0) {
      decimals = 0;
      continue;
    }
    if (code < 48 || code > 57) return null;
    digits++;
    if (decimals >= 0) decimals++;
    if (decimals > 3) {
      if (code !== 48) return null;
    } else value = value * 10 + (code - 48);
    if (value > Number.MAX_SAFE_INTEGER) return null;
  }
  if (decimals === 0) return null;
  for (let scale = Math.max(0, decimals); scale < 3; scale++) value *= 10;
  return value <= Number.MAX_SAFE_INTEGER ? value : null;
}

/** A whole number of units, zero or more; null for anything else. */
export function parseQuantity(text: string): number | null {
  if (!/^\d{1,9}$/.test(text)) return null;
  return Number(text);
}

/**
 * Epoch milliseconds of `2024-05-01 09:58:12 +0200` (Shopify's own form) or of ISO 8601; without an offset it is UTC.
 * Null when it is neither, or no day of the calendar (30 February), or before 1990.
 */
export function parseDate(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)? ?(Z|UTC|[+-]\d{2}:?\d{2})?)?$/.exec(text);
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(local);
  if (back.getUTCFullYear() !== year || back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day) return null;
  const time = local - offsetMinutes(text) * 60_000;
  return time < EARLIEST ? null : time;
}

/** Minutes east of UTC that the date states, 0 when it states none. */
export function offsetMinutes(text: string): number {
  const match = /([+-])(\d{2}):?(\d{2})$/.exec(text.slice(10));
  return match ? (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) : 0;
}
