const WEEK_MS = 7 * 86_400_000;
/** of the repeat orders a fit knew */
export const NEW_REPEAT_SHARE = 0.01;

interface LastFit {
  /** ISO 8601 */
  readonly fittedAt: string;
  /** orders after each customer's first that it knew */
  readonly repeatOrders: number;
}

interface Known {
  readonly repeatOrders: number;
}

/** Whether a fit no longer speaks for what the shop knows now. */
export function isDue(last: LastFit, observation: Known, now: Date): boolean {
  return now.getTime() - Date.parse(last.fittedAt) >= WEEK_MS || newRepeatShare(last, observation) >= NEW_REPEAT_SHARE;
}

/** Repeat orders more (or fewer) than at the fit, over those it knew. */
export function newRepeatShare(last: Pick<LastFit, "repeatOrders">, observation: Known): number {
  return Math.abs(observation.repeatOrders - last.repeatOrders) / Math.max(1, last.repeatOrders);
}
