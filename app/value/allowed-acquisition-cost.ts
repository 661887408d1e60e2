export interface AllowedAcquisitionCost {
  readonly currency: string;
  readonly target: number;
  /** the days the first orders are of, both told: 365, the last of them the forecast's */
  readonly from: string;
  readonly to: string;
  /** customers whose first order fell in them */
  readonly newCustomers: number;
  /** mean profit of their first orders */
  readonly firstOrderProfit: number;
  /** later orders expected of a new customer within 12 months, and their profit, discounted; null in an early estimate, on which no budget rests */
  readonly later: { readonly orders: number; readonly profit: number } | null;
  /** profit of the first order and the later ones: predicted margin CLV of a new customer */
  readonly profitClv: number;
  /** max(0, profitClv) x target */
  readonly allowed: number;
  /** max(0, firstOrderProfit) x target: what may be spent when the first order must pay for itself */
  readonly allowedOnFirstOrder: number;
  readonly label: "early" | "model";
}
