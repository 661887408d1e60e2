/** One calendar month (shop's time zone) of counted orders, in minor units. */
export interface MonthlyRevenue {
  /** "2011-03" */
  readonly month: string;
  readonly orders: number;
  /** revenue of customers whose first counted order falls in this month */
  readonly newRevenue: number;
  /** revenue of customers who had ordered before this month */
  readonly returningRevenue: number;
  readonly guestRevenue: number;
}
