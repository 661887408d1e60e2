export type BulkStatus = "CREATED" | "RUNNING" | "COMPLETED" | "FAILED" | "CANCELING" | "CANCELED" | "EXPIRED";

/** What Shopify says about a bulk operation. */
export interface BulkState {
  readonly status: BulkStatus;
  readonly errorCode: string | null;
  readonly url: string | null;
  readonly partialDataUrl: string | null;
}

/** Why a part of a sync could not be finished: reason codes the locales explain. */
export type SyncFailure =
  | "access_denied"
  | "bulk_failed"
  | "bulk_timeout"
  | "bulk_canceled"
  | "bulk_expired"
  | "file_gone"
  | "shopify_refused"
  | "unreachable";

export type BulkStep =
  | { readonly do: "wait" }
  | { readonly do: "download"; readonly url: string }
  | { readonly do: "finish_empty" }
  /** take what there is, then ask again from the start */
  | { readonly do: "restart"; readonly reason: SyncFailure; readonly partialUrl: string | null }
  | { readonly do: "give_up"; readonly reason: SyncFailure };

/**
 * What to do next about a bulk operation, for every status there is. Only COMPLETED finishes a part: whatever else
 * ends an operation leaves data out.
 */
export function bulkStep(state: BulkState): BulkStep {
  switch (state.status) {
    case "CREATED":
    case "RUNNING":
    case "CANCELING":
      return { do: "wait" };
    case "COMPLETED":
      return state.url === null ? { do: "finish_empty" } : { do: "download", url: state.url };
    case "FAILED":
      if (state.errorCode === "ACCESS_DENIED") return { do: "give_up", reason: "access_denied" };
      return { do: "restart", reason: state.errorCode === "TIMEOUT" ? "bulk_timeout" : "bulk_failed", partialUrl: state.partialDataUrl };
    case "CANCELED":
      return { do: "restart", reason: "bulk_canceled", partialUrl: state.partialDataUrl };
    case "EXPIRED":
      return { do: "restart", reason: "bulk_expired", partialUrl: null };
  }
}
