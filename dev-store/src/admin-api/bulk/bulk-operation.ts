import { gid } from "../../store/store.ts";
import type { FieldResolvers, ResolverMap } from "../resolver-map.ts";
import { dateTime, optionalDateTime } from "../resolvers/sources.ts";

export interface BulkOperation {
  readonly id: number;
  readonly clientId: string;
  readonly query: string;
  readonly groupObjects: boolean;
  readonly createdAt: number;
  status: "CREATED" | "RUNNING" | "COMPLETED" | "FAILED" | "CANCELING" | "CANCELED" | "EXPIRED";
  errorCode: "ACCESS_DENIED" | "INTERNAL_SERVER_ERROR" | "TIMEOUT" | null;
  completedAt: number | null;
  objectCount: number;
  rootObjectCount: number;
  fileSize: number | null;
  /** where the lines lie, from the first one on */
  file: string | null;
  url: string | null;
  partialDataUrl: string | null;
}

export function isUnderWay(operation: BulkOperation): boolean {
  return operation.status === "CREATED" || operation.status === "RUNNING" || operation.status === "CANCELING";
}

/** The payload of bulk_operations/finish, in the form Shopify sends. */
export function finishPayload(operation: BulkOperation): Record<string, unknown> {
  return {
    admin_graphql_api_id: gid("BulkOperation", operation.id),
    completed_at: optionalDateTime(operation.completedAt),
    created_at: dateTime(operation.createdAt),
    error_code: operation.errorCode?.toLowerCase() ?? null,
    status: operation.status.toLowerCase(),
    type: "query",
  };
}

const fields: FieldResolvers<BulkOperation> = {
  id: (source) => gid("BulkOperation", source.id),
  type: () => "QUERY",
  status: (source) => source.status,
  errorCode: (source) => source.errorCode,
  query: (source) => source.query,
  createdAt: (source) => dateTime(source.createdAt),
  completedAt: (source) => optionalDateTime(source.completedAt),
  objectCount: (source) => String(source.objectCount),
  rootObjectCount: (source) => String(source.rootObjectCount),
  fileSize: (source) => (source.fileSize === null ? null : String(source.fileSize)),
  url: (source) => source.url,
  partialDataUrl: (source) => source.partialDataUrl,
};

export const bulkResolvers: ResolverMap = { BulkOperation: fields };
