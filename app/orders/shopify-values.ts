import { parseDecimal } from "../money/money.ts";

/** Why a record cannot be taken. Thrown by the readers of this file and caught once a record. */
export class Unreadable extends Error {
  readonly field: string;

  constructor(field: string, fault: string) {
    super(`${field} ${fault}`);
    this.field = field;
  }
}

const LARGEST_ID = 9_223_372_036_854_775_807n;

/** The digits of a Shopify global id of this kind. Kept as text: ids may pass 2^53. */
export function idOf(gid: unknown, kind: string, field: string): string {
  const digits = idDigits(gid, kind);
  if (digits === null) throw new Unreadable(field, `is not an id of ${kind}`);
  return digits;
}

/** null unless `gid` is `gid://shopify/<kind>/<digits>` and fits PostgreSQL's bigint. */
export function idDigits(gid: unknown, kind: string): string | null {
  if (typeof gid !== "string") return null;
  const start = 14 + kind.length + 1;
  if (!gid.startsWith("gid://shopify/") || !gid.startsWith(kind, 14) || gid.charCodeAt(start - 1) !== 47) return null;
  const length = gid.length - start;
  if (length < 1 || length > 19) return null;
  for (let at = start; at < gid.length; at++) {
    const code = gid.charCodeAt(at);
    if (code < 48 || code > 57) return null;
  }
  const digits = gid.slice(start);
  return length === 19 && BigInt(digits) > LARGEST_ID ? null : digits;
}

/** A moment in ISO 8601 with its offset, as UTC. */
export function timeOf(value: unknown, field: string): string {
  const at =
    typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(value)
      ? Date.parse(value)
      : Number.NaN;
  if (Number.isNaN(at)) throw new Unreadable(field, "is not a moment");
  return new Date(at).toISOString();
}

export function textOf(value: unknown, field: string): string {
  if (typeof value !== "string") throw new Unreadable(field, "is not text");
  return value;
}

export function booleanOf(value: unknown, field: string): "t" | "f" {
  if (value === true) return "t";
  if (value === false) return "f";
  throw new Unreadable(field, "is neither true nor false");
}

/** A count of units: zero or more, within PostgreSQL's integer. */
export function countOf(value: unknown, field: string): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > 2_147_483_647)
    throw new Unreadable(field, "is not a count");
  return value;
}

export type MoneyReader = (value: unknown, field: string) => number;

/** Reads Shopify's decimal strings as minor units of `currency`. Prices repeat, so the last ones are remembered. */
export function moneyReader(currency: string): MoneyReader {
  const known = new Map<string, number>();
  return (value, field) => {
    if (typeof value !== "string") throw new Unreadable(field, "is not an amount");
    let amount = known.get(value);
    if (amount === undefined) {
      const parsed = parseDecimal(value, currency);
      if (parsed === null) throw new Unreadable(field, "is not an amount");
      if (known.size >= 20_000) known.clear();
      known.set(value, parsed);
      amount = parsed;
    }
    return amount;
  };
}
