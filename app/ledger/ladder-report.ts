/** deleted: lines of offers that are no more */
export const LADDER_STAGES = ["tripwire", "core", "profit_maximizer", "deleted", "return"] as const;
export type LadderStage = (typeof LADDER_STAGES)[number];

/**
 * Every counted order's profit stands in exactly one stage: lines of accepted offers in their offer's; of the rest, what stands in a
 * customer's first order or in a guest's in `core`, what stands in later orders in `return`. Minor units.
 */
export interface LadderRow {
  readonly stage: LadderStage;
  readonly orders: number;
  readonly sold: number;
  readonly refunded: number;
  readonly cost: number;
  readonly fees: number;
  /** sold - refunded - cost - fees */
  readonly profit: number;
  /** already taken off `sold` */
  readonly discount: number;
}

export interface LadderReport {
  readonly currency: string;
  /** in the order of LADDER_STAGES, `deleted` only where there is something in it */
  readonly rows: readonly LadderRow[];
  readonly total: Omit<LadderRow, "stage">;
  readonly assumedCostShare: number;
}
