import type { HmacKey } from "./hmac-sha256.ts";
import { decodeDiscount } from "./line-attribute.ts";

/** The one Crescendo discount of a shop keeps its rules in this app-reserved metafield. */
export const FUNCTION_HANDLE = "crescendo-offers";
export const FUNCTION_METAFIELD = { namespace: "$app:crescendo", key: "function-configuration" } as const;
/** Shopify gives a Function at most this much of a metafield. */
export const FUNCTION_METAFIELD_MAX_BYTES = 10_000;

/** What must be in the cart, besides the offered line itself, for the offer to hold. */
export type FunctionTrigger =
  | { readonly kind: "any" }
  | { readonly kind: "product"; readonly productIds: readonly string[] }
  | { readonly kind: "collection"; readonly collectionIds: readonly string[] }
  /** sum of the other lines before discounts, in the shop currency's major units as a decimal string */
  | { readonly kind: "cart_value"; readonly minimum: string };

export interface FunctionOffer {
  readonly id: number;
  /** numeric ids of the products that may be discounted; absent when the offer is dynamic */
  readonly productIds?: readonly string[];
  /** any product the app signs for */
  readonly dynamic?: true;
  /** nothing deeper is given, whatever was signed: `p4000` is 40 %, `a499` 499 minor units off each unit */
  readonly deepest: string;
  readonly trigger: FunctionTrigger;
  /** units of the line that get the discount */
  readonly maxQuantity: number;
  readonly firstTimeBuyersOnly: boolean;
  /** absent means false; a buyer nobody has identified yet is not a returning one */
  readonly returningCustomersOnly?: boolean;
  /** first and last day in the shop's time zone, YYYY-MM-DD */
  readonly from: string | null;
  readonly until: string | null;
  /** what the shopper reads beside the discount */
  readonly message: string;
}

export interface FunctionConfiguration {
  readonly version: 2;
  /** what line attributes are signed with, by key id; prepared, which spares the Function two blocks of SHA-256 a key */
  readonly keys: Readonly<Record<string, HmacKey>>;
  /** decimal places of the shop's currency, in whose minor units amounts are signed */
  readonly minorDigits: number;
  /** query variable of the Function's input query: global ids of every collection a trigger names */
  readonly triggerCollectionIds: readonly string[];
  readonly offers: readonly FunctionOffer[];
}

export const EMPTY_CONFIGURATION: FunctionConfiguration = { version: 2, keys: {}, minorDigits: 2, triggerCollectionIds: [], offers: [] };

export class ConfigurationTooLargeError extends Error {
  readonly bytes: number;
  constructor(bytes: number) {
    super(
      `The published offers take ${bytes} bytes and Shopify passes a Function at most ${FUNCTION_METAFIELD_MAX_BYTES}: pause an offer or give offers fewer products.`,
    );
    this.name = "ConfigurationTooLargeError";
    this.bytes = bytes;
  }
}

export function encodeFunctionConfiguration(configuration: FunctionConfiguration): string {
  const text = JSON.stringify(configuration);
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > FUNCTION_METAFIELD_MAX_BYTES) throw new ConfigurationTooLargeError(bytes);
  return text;
}

/**
 * The configuration without whatever in it this version does not understand; the empty one when nothing is.
 * Only the offers `wanted` names are read: a Function has no time for the others. Never throws.
 */
export function decodeFunctionConfiguration(value: unknown, wanted: (offerId: number) => boolean = () => true): FunctionConfiguration {
  if (!isRecord(value) || value.version !== 2 || !Array.isArray(value.offers) || !isDigits(value.minorDigits)) return EMPTY_CONFIGURATION;
  return {
    version: 2,
    keys: isRecord(value.keys) && Object.values(value.keys).every(isHmacKey) ? (value.keys as Record<string, HmacKey>) : {},
    minorDigits: value.minorDigits,
    triggerCollectionIds: isTexts(value.triggerCollectionIds) ? value.triggerCollectionIds : [],
    offers: value.offers.filter((offer): offer is FunctionOffer => isRecord(offer) && wanted(Number(offer.id)) && isFunctionOffer(offer)),
  };
}

/** A decimal number without sign, as Shopify writes amounts. */
const DECIMAL = /^\d{1,15}(\.\d{1,3})?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

function isFunctionOffer(value: unknown): value is FunctionOffer {
  return (
    isRecord(value) &&
    isPositiveInteger(value.id) &&
    (value.dynamic === true || isTexts(value.productIds)) &&
    decodeDiscount(value.deepest) !== null &&
    isTrigger(value.trigger) &&
    isPositiveInteger(value.maxQuantity) &&
    typeof value.firstTimeBuyersOnly === "boolean" &&
    (value.returningCustomersOnly === undefined || typeof value.returningCustomersOnly === "boolean") &&
    isDayOrNull(value.from) &&
    isDayOrNull(value.until) &&
    typeof value.message === "string"
  );
}

function isTrigger(value: unknown): boolean {
  if (!isRecord(value)) return false;
  if (value.kind === "any") return true;
  if (value.kind === "product") return isTexts(value.productIds);
  if (value.kind === "collection") return isTexts(value.collectionIds);
  return value.kind === "cart_value" && typeof value.minimum === "string" && DECIMAL.test(value.minimum);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isPositiveInteger(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0;
}

function isHmacKey(value: unknown): boolean {
  return isRecord(value) && isState(value.inner) && isState(value.outer);
}

function isState(value: unknown): boolean {
  return Array.isArray(value) && value.length === 8 && value.every(Number.isInteger);
}

/** No currency has more than four decimal places. */
function isDigits(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 4;
}

function isDayOrNull(value: unknown): boolean {
  return value === null || (typeof value === "string" && DAY.test(value));
}
