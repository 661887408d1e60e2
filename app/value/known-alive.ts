import type { OrderModelName } from "./models/order-model.ts";
import type { ForecastWarning } from "./store-forecast.ts";

/** Where these hold, what a fit says of leaving comes from other stores, or from orders that hold nobody who had left. */
const SAYS_LITTLE_OF_LEAVING: readonly ForecastWarning[] = ["early_estimate", "short_history", "nobody_leaves"];

/**
 * P(alive) where it is known rather than assumed, else null. BG/NBD assumes that nobody leaves before the second order, however long ago
 * the first was, and only then is its P(alive) 1. The chance of an order within a time holds in every case.
 */
export function knownAlive(model: OrderModelName, pAlive: number, warnings: readonly ForecastWarning[]): number | null {
  const assumed = model === "bg" && pAlive === 1;
  return assumed || warnings.some((warning) => SAYS_LITTLE_OF_LEAVING.includes(warning)) ? null : pAlive;
}
