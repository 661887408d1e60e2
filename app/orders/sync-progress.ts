/** How far a sync is, for the admin and the terminal. */
export interface SyncProgress {
  readonly kind: "first" | "reconcile";
  /** none: never started */
  readonly status: "none" | "running" | "done" | "failed";
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** seconds still to go, null while it cannot be told */
  readonly estimateSeconds: number | null;
  readonly parts: readonly SyncPartProgress[];
  /** records that could not be read; shown with their reasons */
  readonly setAside: number;
  /** for the merchant, in a reason code the locales explain */
  readonly error: string | null;
  /** where visible orders begin when read_all_orders is not granted */
  readonly ordersFrom: string | null;
}

export interface SyncPartProgress {
  readonly part: "products" | "customers" | "orders";
  readonly stage: "waiting" | "requested" | "downloading" | "merging" | "done" | "failed";
  /** objects Shopify has found so far */
  readonly found: number;
  readonly loaded: number;
}
