export type Roi =
  | { readonly kind: "known"; readonly roi: number; readonly returned: number; readonly invested: number }
  /** no_cost: nothing was invested; not_measured: what it earned is not known */
  | { readonly kind: "unknown"; readonly reason: "no_cost" | "not_measured" };

/**
 * (returned - invested) / invested, for one unit of money: 0 means that the investment came back and nothing more. `profit` is what is
 * left after discounts and losses, in minor units; they are the investment, so what returned is profit + invested. null: not known.
 */
export function roi(profit: number | null, invested: number): Roi {
  if (profit === null) return { kind: "unknown", reason: "not_measured" };
  if (!(invested > 0)) return { kind: "unknown", reason: "no_cost" };
  const returned = profit + invested;
  return { kind: "known", roi: (returned - invested) / invested, returned, invested };
}
