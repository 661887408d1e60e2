import type { Placement } from "../../../extensions/contract/offer-view.ts";

/** A cart as a shopper may have it, one unit of each product. */
export interface TriedCart {
  readonly placement: Placement;
  /** guest: not signed in; new and returning: signed in, without and with a completed order */
  readonly segment: "guest" | "new" | "returning";
  /** the product whose page is open */
  readonly viewed: string | null;
  readonly productIds: readonly string[];
}
