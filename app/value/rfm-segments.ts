import type { Amounts } from "./amounts.ts";

/** Shopify's own names, so that ours stand beside them; best first. */
export const RFM_GROUPS = [
  "champions",
  "loyal",
  "active",
  "new",
  "promising",
  "needs_attention",
  "at_risk",
  "previously_loyal",
  "almost_lost",
  "dormant",
] as const;
export type RfmGroup = (typeof RFM_GROUPS)[number];

export interface RfmPlace {
  /** 1 (long ago, few, little) to 5; customers alike get the same score */
  readonly recency: number;
  readonly frequency: number;
  readonly money: number;
  readonly group: RfmGroup;
}

export interface RfmSegment {
  readonly group: RfmGroup;
  readonly customers: number;
  readonly customerShare: number;
  readonly orders: number;
  /** of all their orders ever */
  readonly total: Amounts;
  readonly netShare: number | null;
  readonly meanDaysSinceLast: number | null;
  /** expected CLV, summed over those of the group whom the last forecast knew; null where it knew none */
  readonly expectedClv: Amounts | null;
}

export interface RfmSegments {
  readonly currency: string;
  readonly asOf: string | null;
  readonly customers: number;
  /** all groups, in the order of RFM_GROUPS, empty ones too */
  readonly segments: readonly RfmSegment[];
}
