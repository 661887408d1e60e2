import type { Earned } from "./earned.ts";
import { type Roi, roi } from "./roi.ts";

/** placement: product | cart | unknown; buyer: new | returning | guest; source: Shopify's name of where the order was made, may be empty */
export const SOURCE_KINDS = ["placement", "buyer", "source"] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export interface SourceRow {
  readonly kind: SourceKind;
  readonly key: string;
  readonly earned: Earned;
  /** of attributed profit; a holdout divides visitors, not sources, so there is no other */
  readonly attributedRoi: Roi;
}

/** The rows that are sources, those that earned most first within a kind. */
export function sourceRows(rows: readonly { dimension: string; key: string; earned: Earned }[]): SourceRow[] {
  return SOURCE_KINDS.flatMap((kind: SourceKind) =>
    rows
      .filter(({ dimension }) => dimension === kind)
      .map(({ key, earned }) => ({ kind, key, earned, attributedRoi: roi(earned.profit, earned.invested) }))
      .sort((a, b) => b.earned.profit - a.earned.profit),
  );
}
