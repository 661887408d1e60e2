/** Where the storefront asks for an offer and tells what became of it, below the shop's own domain. */
export const APP_PROXY_PATH = "/apps/crescendo";

export type Placement = "product" | "cart";
export type Stage = "tripwire" | "profit_maximizer";

/** Why a shopper is shown nothing; the admin explains each in words. */
export type NoOfferReason =
  | "no_live_offer"
  | "not_triggered"
  | "not_in_audience"
  | "already_in_cart"
  | "out_of_stock"
  | "margin_floor"
  | "customer_limit"
  | "total_limit"
  | "loss_budget_spent"
  | "declined_recently"
  | "holdout"
  | "shop_not_ready";

export interface PriceView {
  /** minor units of `currency` */
  readonly amount: number;
  readonly currency: string;
  /** as the shopper reads it */
  readonly formatted: string;
}

export interface OfferView {
  readonly kind: "offer";
  readonly decisionId: string;
  readonly offerId: number;
  readonly stage: Stage;
  readonly headline: string;
  readonly body: string;
  readonly product: {
    readonly id: string;
    readonly variantId: string;
    readonly title: string;
    readonly url: string;
    readonly imageUrl: string | null;
  };
  readonly price: PriceView;
  readonly discountedPrice: PriceView;
  /** add to the cart line as it is */
  readonly lineAttribute: { readonly key: string; readonly value: string };
}

export interface NoOfferView {
  readonly kind: "none";
  readonly decisionId: string | null;
  readonly reason: NoOfferReason;
}

/**
 * GET /apps/crescendo/offer?placement=&product=&lines=<variant>:<quantity>[:<offer>],…&visitor=&locale=
 * `offer` is the offer a line was added by, so that such a line is never taken for what triggers it.
 */
export type OfferResponse = OfferView | NoOfferView;

/** POST /apps/crescendo/event, body as JSON; answers 204. */
export interface OfferEvent {
  readonly decisionId: string;
  readonly kind: "impression" | "accept" | "decline";
}
