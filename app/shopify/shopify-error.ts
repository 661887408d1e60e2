export type ShopifyErrorReason =
  /** Shopify could not be reached, or its answer was lost */
  | "unreachable"
  /** Shopify answered with a fault of its own */
  | "server_error"
  /** too much was asked for too long */
  | "throttled"
  /** the access we held is gone: the merchant opens the app once, which renews it */
  | "reconnect"
  /** the app is not installed on this shop */
  | "not_installed"
  /** a right that the shop has not granted */
  | "access_denied"
  /** Shopify did not understand the request */
  | "refused"
  /** the answer has not the form it was promised to have */
  | "unexpected_shape";

/** The same request may succeed later. */
export const RETRYABLE: readonly ShopifyErrorReason[] = ["unreachable", "server_error", "throttled"];

/** A request to Shopify that failed for good; the few retries worth making at once were made. Carries no data of the answer. */
export class ShopifyError extends Error {
  override name = "ShopifyError";
  readonly reason: ShopifyErrorReason;
  /** whether the same request may succeed later */
  readonly retryable: boolean;
  readonly domain: string;
  /** `x-request-id` of Shopify's answer, for its support */
  readonly shopifyRequestId: string | null;

  constructor(reason: ShopifyErrorReason, message: string, about: { domain: string; shopifyRequestId?: string | null; cause?: unknown }) {
    super(message, about.cause === undefined ? undefined : { cause: about.cause });
    this.reason = reason;
    this.retryable = RETRYABLE.includes(reason);
    this.domain = about.domain;
    this.shopifyRequestId = about.shopifyRequestId ?? null;
  }
}
