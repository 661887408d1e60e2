/**
 * The attribute a cart line carries when it was added by accepting an offer. The underscore hides it from the
 * shopper, as Shopify themes do. It says what was promised and is signed, so that the Function gives what was
 * shown and nothing else:
 *
 *     2.<key id>.<offer>.<variant>.<discount>.<most units>.<last day YYYYMMDD>.<decision>.<mac>
 *
 * The mac is the first 16 bytes of HMAC-SHA256 over everything before the last dot, in base64url.
 */
export const LINE_ATTRIBUTE = "_crescendo";

/** basis points of the price, or minor units of the shop's currency off each unit */
export type LineDiscount = { readonly kind: "percentage" | "amount"; readonly value: number };

export interface LineAttribute {
  /** which of the shop's keys signed it */
  readonly keyId: string;
  /** the offer's id: a positive integer */
  readonly offerId: number;
  /** numeric id of the variant the promise is for */
  readonly variantId: string;
  readonly discount: LineDiscount;
  /** units of the line that get the discount */
  readonly maxQuantity: number;
  /** the last day it holds, in the shop's time zone, YYYY-MM-DD */
  readonly lastDay: string;
  /** the decision's id: a lower-case UUID */
  readonly decisionId: string;
}

export interface SignedLineAttribute extends LineAttribute {
  /** the text the mac covers */
  readonly signed: string;
  readonly mac: string;
}

const SHAPE =
  /^(2\.([1-9]\d{0,5})\.([1-9]\d{0,9})\.([1-9]\d{0,18})\.((?:p|a)(?:0|[1-9]\d{0,11}))\.([1-9]\d{0,3})\.(\d{4})(\d\d)(\d\d)\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}))\.([\w-]{22})$/;
const DISCOUNT = /^([pa])(0|[1-9]\d{0,11})$/;

/** What is to be signed: ASCII, at most 119 characters, so that two blocks of SHA-256 take it. */
export function lineAttributeText(attribute: LineAttribute): string {
  const { keyId, offerId, variantId, discount, maxQuantity, lastDay, decisionId } = attribute;
  return `2.${keyId}.${offerId}.${variantId}.${encodeDiscount(discount)}.${maxQuantity}.${lastDay.replaceAll("-", "")}.${decisionId}`;
}

export function encodeLineAttribute(text: string, mac: string): string {
  return `${text}.${mac}`;
}

/** null for anything that has not the shape; whether the mac is right is another question. */
export function decodeLineAttribute(value: unknown): SignedLineAttribute | null {
  const match = typeof value === "string" ? SHAPE.exec(value) : null;
  if (!match) return null;
  const [, signed, keyId, offerId, variantId, discount, maxQuantity, year, month, day, decisionId, mac] = match as unknown as string[];
  const read = decodeDiscount(discount);
  if (!read) return null;
  return {
    keyId: keyId as string,
    offerId: Number(offerId),
    variantId: variantId as string,
    discount: read,
    maxQuantity: Number(maxQuantity),
    lastDay: `${year}-${month}-${day}`,
    decisionId: decisionId as string,
    signed: signed as string,
    mac: mac as string,
  };
}

/** `p1500` is 15 %, `a499` is 499 minor units off each unit. */
export function encodeDiscount({ kind, value }: LineDiscount): string {
  return `${kind === "percentage" ? "p" : "a"}${value}`;
}

export function decodeDiscount(text: unknown): LineDiscount | null {
  const match = typeof text === "string" ? DISCOUNT.exec(text) : null;
  if (!match) return null;
  const value = Number(match[2]);
  if (match[1] === "a") return { kind: "amount", value };
  return value <= 10_000 ? { kind: "percentage", value } : null;
}
