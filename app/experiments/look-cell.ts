import type { Moments } from "./across-plans.ts";
import type { Readout } from "./look.ts";

export const READOUT_DAYS: readonly Readout["days"][] = [30, 90, 180];

/** All that a look needs of the visitors of one arm who came under one plan. Money in minor units. */
export interface LookCell {
  readonly arm: string;
  /** position in the experiment's plans */
  readonly plan: number;
  readonly units: number;
  /** visitors with an order since */
  readonly conversions: number;
  readonly orders: number;
  readonly revenue: number;
  readonly refunded: number;
  /** buyers who had money back */
  readonly refundedBuyers: number;
  readonly profit: number;
  /** winsorised, one value a visitor */
  readonly profitSums: Sums;
  readonly revenueSums: Sums;
  /** profit of the visitor's customer before the exposure, 0 where there is none or it is unknown */
  readonly beforeSums: Sums;
  /** sum of winsorised profit x profit before */
  readonly product: number;
  /** one for each of `READOUT_DAYS` */
  readonly readouts: readonly ReadoutCell[];
}

interface Sums {
  readonly sum: number;
  readonly squares: number;
}

/** The visitors who were exposed at least so many days ago, and what they did within those days. */
export interface ReadoutCell extends Sums {
  readonly units: number;
  readonly conversions: number;
  /** profit within the days */
  readonly realised: number;
  /** profit after the days until now, and what is expected of their customers from now on */
  readonly after: number;
}

export function momentsOf(n: number, { sum, squares }: Sums): Moments {
  return { n, sum, squares };
}
