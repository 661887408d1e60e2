import type { Placement } from "../../../extensions/contract/offer-view.ts";

export interface DecideRequest {
  readonly placement: Placement;
  /** the product being viewed */
  readonly productId: string | null;
  readonly lines: readonly { readonly variantId: string; readonly quantity: number; readonly offerId?: number | null }[];
  /** the visitor's random id as the browser keeps it */
  readonly visitor: string;
  /** whether that id lasts from page to page */
  readonly kept?: boolean;
  /** whom Shopify says is logged in */
  readonly customerId: string | null;
  readonly now: Date;
  readonly locale?: string;
  /** the decision's id; a fresh random one unless given */
  readonly decisionId?: string;
}

/** The shop whose storefront asks. */
export interface DecidingShop {
  readonly shopId: number;
  readonly domain: string;
  readonly currency: string;
  readonly timezone: string;
}
