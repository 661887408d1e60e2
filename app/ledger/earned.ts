/** Attributed, over the lines that accepted offers sold, minor units. profit = sold - refunded - cost - fees. */
export interface Earned {
  /** with something of the offer kept */
  readonly orders: number;
  /** after discounts, as ordered */
  readonly sold: number;
  readonly refunded: number;
  /** sold - refunded */
  readonly revenue: number;
  /** given on what was kept; already taken off `sold` */
  readonly discount: number;
  readonly cost: number;
  readonly fees: number;
  readonly profit: number;
  /** discounts given, or where a tripwire lost more than its discount, that loss */
  readonly invested: number;
}

export const NOTHING_EARNED: Earned = {
  orders: 0,
  sold: 0,
  refunded: 0,
  revenue: 0,
  discount: 0,
  cost: 0,
  fees: 0,
  profit: 0,
  invested: 0,
};

export interface Shown {
  /** times it was decided to show the offer */
  readonly decisions: number;
  readonly visitors: number;
  readonly impressions: number;
  /** times a shopper said yes, which put it into the cart; accepted is what an order has */
  readonly added: number;
  /** decided like any other, but held out: nothing was shown */
  readonly withheld: number;
}

export const NOTHING_SHOWN: Shown = { decisions: 0, visitors: 0, impressions: 0, added: 0, withheld: 0 };
