import type { Offer } from "./offer.ts";

/** Why an offer does not run although the merchant did not pause it; null when it runs, or when it was the merchant. */
export function stoppedBy({ status, pausedReason }: Pick<Offer, "status" | "pausedReason">): string | null {
  return status === "paused" || status === "ended" ? pausedReason : null;
}
