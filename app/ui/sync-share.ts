import type { SyncProgress } from "../orders/sync-progress.ts";

/** How much of a sync is behind it, 0 to 1: each part by what is loaded of what was found, orders weighing most. */
export function syncShare(progress: SyncProgress): number {
  const weights = { products: 1, customers: 1, orders: 8 } as const;
  let whole = 0;
  let behind = 0;
  for (const part of progress.parts) {
    whole += weights[part.part];
    if (part.stage === "done") behind += weights[part.part];
    else if (part.found > 0 && part.stage !== "waiting") behind += weights[part.part] * Math.min(1, part.loaded / part.found);
  }
  return whole === 0 ? 0 : behind / whole;
}
