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
    | { readonly kind: "percentage"; /** 0 to 100 */ readonly percentage: number }
    /** off each unit, shop currency's major units as a decimal string */
    | { readonly kind: "amount"; readonly amount: string };
  readonly trigger: FunctionTrigger;
  /** units of the line that get the discount */
  readonly maxQuantity: number;
  readonly firstTimeBuyersOnly: boolean;
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
    super(`The published offers take ${bytes} bytes and Shopify passes a Function at most ${FUNCTION_METAFIELD_MAX_BYTES}: pause an offer or give offers fewer products.`);
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

/** The configuration, or the empty one when the value is not a configuration this version understands. */
export function decodeFunctionConfiguration(value: unknown): FunctionConfiguration {
  const candidate = value as FunctionConfiguration | null | undefined;
  if (typeof candidate !== "object" || candidate === null || candidate.version !== 1 || !Array.isArray(candidate.offers)) {
    return EMPTY_CONFIGURATION;
  }
  return candidate;
}
