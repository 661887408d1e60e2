import type { Placement } from "../../../extensions/contract/offer-view.ts";
import type { CartAffinity } from "../affinity/serve-cart.ts";
import type { Offer } from "../offers/offer.ts";
import type { CostRules } from "../offers/offer-price.ts";
import type { OfferRules } from "../offers/offer-rules.ts";
import type { PolicyBeliefs } from "./beliefs.ts";
import type { CartLineFacts, ViewedProduct } from "./cart-facts.ts";
import type { JudgedOffers } from "./judge-products.ts";
import type { ConsideredProduct, OfferedProduct } from "./offered-product.ts";

/** What an offer has done so far, from the ledger, and what this visitor did with it. Minor units. */
export interface OfferUse {
  readonly orders: number;
  /** orders of the shop's present day */
  readonly ordersToday: number;
  /** orders of this customer, or of this visitor while nobody is identified */
  readonly ownOrders: number;
  /** lost on sales below cost */
  readonly lost: number;
  /** discount given away */
  readonly given: number;
  /** declines of this visitor within the days that an offer rests */
  readonly declines: number;
}

/** What is known of whoever asks. */
export interface VisitorFacts {
  /**
   * What chance goes by, the same on every page: the keyed hash of an id that lasts, else the customer who is signed in.
   * null: nothing is, so that nothing is left to chance, or each page would be another draw
   */
  readonly drawnBy: string | null;
  /** completed orders of the identified customer before this one, null for a guest */
  readonly customerOrders: number | null;
  /** days since the identified customer last bought each product */
  readonly boughtDaysAgo: ReadonlyMap<string, number>;
  /** offers in view within the last 24 hours, withheld ones too */
  readonly impressionsToday: number;
  /** since an order that took an offer; null: none */
  readonly hoursSinceAccepted: number | null;
  /** `offer:product` -> the depth this visitor was given within the last 14 days, basis points */
  readonly depthsShown: ReadonlyMap<string, number>;
}

/** What the order history says of products beside this cart. */
export type CartBeliefs = Pick<CartAffinity, "baseProbability" | "oftenTogether" | "repeatDays">;

export interface ChooseRequest {
  readonly shopId: number;
  readonly now: Date;
  readonly placement: Placement;
  readonly currency: string;
  readonly rules: CostRules & { readonly marginFloorBp: number };
  readonly offerRules: OfferRules;
  readonly offers: readonly Offer[];
  /** those that offers name */
  readonly products: ReadonlyMap<string, OfferedProduct>;
  /** what offers that leave the product to the engine may offer for this cart, in the order it is considered */
  readonly dynamicProducts: readonly ConsideredProduct[];
  readonly cart: readonly CartLineFacts[];
  /** all lines of the cart, those of unknown variants too, and how many of them offers added */
  readonly lineCount: number;
  readonly offeredLines: number;
  readonly viewed: ViewedProduct | null;
  readonly visitor: VisitorFacts;
  readonly use: ReadonlyMap<number, OfferUse>;
  readonly affinity: CartBeliefs;
  readonly policy: PolicyBeliefs;
  /** expected later profit of a customer won, minor units; null: not known yet */
  readonly acquiredValue: number | null;
  /** prices and judgements already worked out for these offers, products, rules and beliefs */
  readonly judged: JudgedOffers;
}
