/** ISO 8601 moments: at or after `from`, before `to`; null is open. */
export interface LedgerPeriod {
  readonly from: string | null;
  readonly to: string | null;
}
