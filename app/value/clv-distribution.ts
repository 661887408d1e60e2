import type { ValueBase } from "./amounts.ts";

export interface ClvDistribution {
  readonly currency: string;
  readonly kind: "predicted" | "historic";
  readonly base: ValueBase;
  readonly customers: number;
  readonly total: number;
  readonly mean: number;
  readonly median: number;
  /** share of the total held by the tenth worth most; null where the total is not above 0 */
  readonly topTenthShare: number | null;
  /** equal widths; the first takes all below, the last (to null) all above */
  readonly bins: readonly {
    readonly from: number | null;
    readonly to: number | null;
    readonly customers: number;
    readonly total: number;
  }[];
  /** tenths, those worth most first */
  readonly tenths: readonly { readonly customers: number; readonly total: number; readonly mean: number }[];
}
