/** One order of a customer as the customer's page shows it; money in minor units. */
export interface CustomerOrder {
  readonly id: string;
  readonly name: string;
  readonly processedAt: string;
  readonly cancelledAt: string | null;
  readonly test: boolean;
  /** false for test and cancelled orders: they are listed but make no figure */
  readonly counted: boolean;
  readonly lines: number;
  readonly revenue: number;
  /** what gift cards in it were sold for, which is in no other amount here */
  readonly giftCards: number;
  readonly discounts: number;
  /** what refunds took of the revenue */
  readonly refunded: number;
  readonly cost: number;
  readonly assumedCost: number;
  readonly fees: number;
  readonly profit: number;
}

export interface CustomerOrders {
  /** latest first */
  readonly orders: readonly CustomerOrder[];
  /** how many there are, those left out too */
  readonly total: number;
  /** what gift cards in all counted ones were sold for */
  readonly giftCards: number;
}
