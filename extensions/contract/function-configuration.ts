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
  /** numeric ids of the products that may be discounted */
  readonly productIds: readonly string[];
  readonly discount:
    | { readonly kind: "percentage" /** 0 to 100 */; readonly percentage: number }
    /** off each unit, shop currency's major units as a decimal string */
    | { readonly kind: "amount"; readonly amount: string };
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
  readonly version: 1;
  /** query variable of the Function's input query: global ids of every collection a trigger names */
  readonly triggerCollectionIds: readonly string[];
  readonly offers: readonly FunctionOffer[];
}

export const EMPTY_CONFIGURATION: FunctionConfiguration = { version: 1, triggerCollectionIds: [], offers: [] };

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

/** The configuration without whatever in it this version does not understand; the empty one when nothing is. Never throws. */
export function decodeFunctionConfiguration(value: unknown): FunctionConfiguration {
  if (!isRecord(value) || value.version !== 1 || !Array.isArray(value.offers)) return EMPTY_CONFIGURATION;
  const collections = isTexts(value.triggerCollectionIds) ? value.triggerCollectionIds : [];
  return { version: 1, triggerCollectionIds: collections, offers: value.offers.filter(isFunctionOffer) };
}

/** A decimal number without sign, as Shopify writes amounts. */
const DECIMAL = /^\d{1,15}(\.\d{1,3})?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

function isFunctionOffer(value: unknown): value is FunctionOffer {
  return (
    isRecord(value) &&
    isPositiveInteger(value.id) &&
    isTexts(value.productIds) &&
    isDiscount(value.discount) &&
    isTrigger(value.trigger) &&
    isPositiveInteger(value.maxQuantity) &&
    typeof value.firstTimeBuyersOnly === "boolean" &&
    (value.returningCustomersOnly === undefined || typeof value.returningCustomersOnly === "boolean") &&
    isDayOrNull(value.from) &&
    isDayOrNull(value.until) &&
    typeof value.message === "string"
  );
}

function isDiscount(value: unknown): boolean {
  if (!isRecord(value)) return false;
  if (value.kind === "amount") return typeof value.amount === "string" && DECIMAL.test(value.amount);
  return value.kind === "percentage" && typeof value.percentage === "number" && value.percentage >= 0 && value.percentage <= 100;
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

function isDayOrNull(value: unknown): boolean {
  return value === null || (typeof value === "string" && DAY.test(value));
}
