import { type Earned, SOURCE_KINDS, type SourceKind, type SourceRow } from "./ledger-report.ts";
import { roi } from "./roi.ts";

/** The rows that are sources, those that earned most first within a kind. */
export function sourceRows(rows: readonly { dimension: string; key: string; earned: Earned }[]): SourceRow[] {
  return SOURCE_KINDS.flatMap((kind: SourceKind) =>
    rows
      .filter(({ dimension }) => dimension === kind)
      .map(({ key, earned }) => ({ kind, key, earned, attributedRoi: roi(earned.profit, earned.invested) }))
      .sort((a, b) => b.earned.profit - a.earned.profit),
  );
}
