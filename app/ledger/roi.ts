export type Roi =
  | {
      readonly kind: "known";
      readonly roi: number;
      readonly returned: number;
      readonly invested: number;
      /** between which it lies, where the profit is an estimate; null where it was counted */
      readonly range: { readonly low: number; readonly high: number } | null;
    }
  /** no_cost: nothing was invested; not_measured: what it earned is not known */
  | { readonly kind: "unknown"; readonly reason: "no_cost" | "not_measured" };

/**
 * (returned - invested) / invested, for one unit of money: 0 means that the investment came back and nothing more. `profit` is what is
 * left after discounts and losses, in minor units; they are the investment, so what returned is profit + invested. null: not known.
 * `ends`: of the profit's interval, where it has one; what was invested was counted.
 */
export function roi(profit: number | null, invested: number, ends: { readonly low: number; readonly high: number } | null = null): Roi {
  if (profit === null) return { kind: "unknown", reason: "not_measured" };
  if (!(invested > 0)) return { kind: "unknown", reason: "no_cost" };
  const range = ends && { low: ends.low / invested, high: ends.high / invested };
  return { kind: "known", roi: profit / invested, returned: profit + invested, invested, range };
}
