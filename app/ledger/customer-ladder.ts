export interface CustomerLadder {
  /** offers accepted, oldest first */
  readonly accepted: readonly {
    readonly stage: string;
    readonly offerId: number;
    readonly offerName: string;
    readonly orderId: string;
    readonly orderedAt: string;
    readonly revenue: number;
    readonly profit: number;
  }[];
  readonly orders: number;
  /** tripwire or profit_maximizer accepted, core: bought without an offer, return: ordered again on a later day; null: no order */
  readonly reached: readonly ("tripwire" | "core" | "profit_maximizer" | "return")[];
}
