import type { GraphQLFormattedError } from "graphql";
import type { Store } from "../store/store.ts";
import type { AdminApiSettings } from "./admin-api-settings.ts";
import type { BulkOperations } from "./bulk/bulk-operations.ts";
import type { ProtectedDataLevel } from "./protected-data.ts";
import type { StoreIndex } from "./store-index.ts";

/** Where a bulk operation's lines go; absent in an ordinary query. */
export interface BulkSink {
  parentId: string | null;
  lines: string[];
  objects: number;
  roots: { rows: Iterable<unknown>; write(source: unknown): void }[];
}

export interface SearchReport {
  path: (string | number)[];
  query: string;
  parsed: unknown;
  warnings: { field: string; message: string; code: string }[];
}

/** Everything one request's resolvers may look at. */
export interface ExecutionContext {
  readonly store: Store;
  readonly index: StoreIndex;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly protectedData: ProtectedDataLevel;
  readonly settings: AdminApiSettings;
  readonly bulkOperations: BulkOperations;
  readonly now: number;
  /** orders created before are invisible to this app */
  readonly ordersSince: number;
  readonly errors: GraphQLFormattedError[];
  readonly searches: SearchReport[];
  path: (string | number)[];
  /** running sum of the actual query cost */
  cost: number;
  bulk: BulkSink | null;
}

const ORDER_WINDOW_MS = 60 * 86_400_000;

/** Shopify shows orders of the last 60 days unless the app holds `read_all_orders`. */
export function ordersVisibleSince(scopes: readonly string[], now: number): number {
  return scopes.includes("read_all_orders") ? Number.NEGATIVE_INFINITY : now - ORDER_WINDOW_MS;
}
