/** What most sets a customer's profit below that of the store's average customer with the same goods. */
export type LossReason = "returns" | "discounts" | "cost" | "fees";

export interface ProfitRow {
  readonly customerId: string;
  readonly orders: number;
  readonly gross: number;
  readonly discounts: number;
  readonly refunded: number;
  readonly cost: number;
  readonly fees: number;
  readonly profit: number;
  /** null for a customer that brings profit */
  readonly reason: LossReason | null;
  /** what the reason took beyond the store's average share of the goods' price */
  readonly reasonAmount: number | null;
}

export interface ProfitMakers {
  readonly currency: string;
  readonly makers: readonly ProfitRow[];
  /** biggest loss first */
  readonly losers: readonly ProfitRow[];
  readonly profitable: { readonly customers: number; readonly profit: number };
  readonly losing: { readonly customers: number; readonly profit: number };
  /** customers who bought nothing but gift cards so far: neither of the two */
  readonly onlyGiftCards: number;
  readonly byReason: readonly { readonly reason: LossReason; readonly customers: number; readonly profit: number }[];
  readonly assumedCostShare: number;
}
