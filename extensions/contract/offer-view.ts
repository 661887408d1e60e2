/** Where the storefront asks for an offer and tells what became of it, below the shop's own domain; a merchant may move it. */
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
  | "no_profitable_offer"
  | "frequency_cap"
  | "cool_off"
  | "offer_lines_full"
  | "recently_bought"
  | "excluded"
  | "daily_limit"
  | "budget_spent"
  | "shop_not_ready";

/** Write into the cart's attributes, which Shopify copies to the order: it joins an order to a visitor without saying who that is. */
export interface CartAttribute {
  readonly key: string;
  readonly value: string;
}
export const CART_ATTRIBUTE = "_crescendo_visitor";

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
  /**
   * In hundredths, in which the shop's own cart counts whatever the currency: the regular price, and the most that a unit may
   * cost once it is in the cart (a minor unit more than shown, for rounding). Where either is otherwise, nothing is offered.
   */
  readonly cart: { readonly price: number; readonly most: number };
  /** add to the cart line as it is */
  readonly lineAttribute: { readonly key: string; readonly value: string };
  readonly cartAttribute?: CartAttribute | null;
}

export interface NoOfferView {
  readonly kind: "none";
  readonly decisionId: string | null;
  readonly reason: NoOfferReason;
  readonly cartAttribute?: CartAttribute | null;
}

/**
 * GET /apps/crescendo/offer?placement=&product=&lines=<variant>:<quantity>[:<offer>],…&visitor=&kept=&locale=
 * `kept` is 1 when the visitor's id lasts from page to page. `offer` is the offer a line was added by, so that such a line is never taken for what triggers it.
 */
export type OfferResponse = OfferView | NoOfferView;

/** What is read of the shop's own cart (Shopify's Ajax API), in hundredths. */
export interface Cart {
  readonly item_count: number;
  readonly items: readonly {
    readonly key: string;
    readonly variant_id: number;
    readonly quantity: number;
    readonly final_price: number;
    readonly properties: Readonly<Record<string, string>> | null;
  }[];
}

/**
 * POST /apps/crescendo/event, body as JSON; answers 204. An impression is told when the place of the offer was in
 * view for a second after the answer came: alike for an offer that is shown and for one withheld from the holdout, so that both
 * compare, and also for one that is not shown because the shop sells at another price. An accept or decline says it too.
 */
export interface OfferEvent {
  readonly decisionId: string;
  readonly kind: "impression" | "accept" | "decline";
}
