import { createHmac, timingSafeEqual } from "node:crypto";
import {
  decodeLineAttribute,
  encodeLineAttribute,
  type LineAttribute,
  lineAttributeText,
} from "../../extensions/contract/line-attribute.ts";
import { offerTokenKey, offerTokenKeyId, weekOf } from "./offer-token-keys.server.ts";

/** A cart may be kept that long before it becomes an order; what is older answers no decision. */
const READ_WEEKS = 8;
const MAC_BYTES = 16;

export interface TokenPromise extends Pick<LineAttribute, "offerId" | "variantId" | "discount" | "maxQuantity" | "decisionId"> {
  readonly now: Date;
  /** the shop's, as Shopify names it */
  readonly timezone: string;
}

/** The line attribute for what a shopper is shown now; it holds until the end of tomorrow where the shop is. */
export function signOfferToken(domain: string, { now, timezone, ...promise }: TokenPromise): string {
  const text = lineAttributeText({ ...promise, keyId: offerTokenKeyId(now), lastDay: dayAfter(now, timezone) });
  return encodeLineAttribute(text, macOf(domain, offerTokenKeyId(now), text));
}

/**
 * Which offer and decision an ordered line answers; null when the shop's key of the week it names did not sign it.
 * @param at a moment the token must be of: it may be eight weeks older, and a week younger, for clocks differ
 */
export function readOfferToken(domain: string, value: unknown, at: Date = new Date()): { offerId: number; decisionId: string } | null {
  const token = decodeLineAttribute(value);
  if (!token) return null;
  const age = weekOf(at) - Number(token.keyId);
  if (age < -1 || age > READ_WEEKS) return null;
  const expected = Buffer.from(macOf(domain, token.keyId, token.signed));
  if (!timingSafeEqual(expected, Buffer.from(token.mac))) return null;
  return { offerId: token.offerId, decisionId: token.decisionId };
}

function macOf(domain: string, keyId: string, text: string): string {
  return createHmac("sha256", offerTokenKey(domain, keyId)).update(text).digest().subarray(0, MAC_BYTES).toString("base64url");
}

/** Every time zone's days begin at a quarter of an hour in UTC. */
const QUARTER_MS = 15 * 60_000;
const tomorrows = new Map<string, { readonly format: Intl.DateTimeFormat; quarter: number; date: string }>();

/** Tomorrow's date in a time zone, YYYY-MM-DD. */
function dayAfter(now: Date, timeZone: string): string {
  let known = tomorrows.get(timeZone);
  if (!known) {
    const format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    known = { format, quarter: Number.NaN, date: "" };
    tomorrows.set(timeZone, known);
  }
  const quarter = Math.floor(now.getTime() / QUARTER_MS);
  if (known.quarter !== quarter) {
    const today = new Date(`${known.format.format(now)}T00:00:00Z`);
    known.date = new Date(today.getTime() + 24 * 3600 * 1000).toISOString().slice(0, 10);
    known.quarter = quarter;
  }
  return known.date;
}
