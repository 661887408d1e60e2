import { z } from "zod";
import type { Ask } from "./ask.server.ts";
import { BULK_OPERATION, RECENT_BULK_OPERATIONS, RUN_BULK_QUERY } from "./bulk-operation.graphql.ts";

const BulkOperation = z.object({
  id: z.string().regex(/^gid:\/\/shopify\/BulkOperation\/\d+$/),
  status: z.enum(["CREATED", "RUNNING", "COMPLETED", "FAILED", "CANCELING", "CANCELED", "EXPIRED"]),
  errorCode: z.string().nullable(),
  createdAt: z.string(),
  objectCount: z.coerce.number().int(),
  fileSize: z.coerce.number().int().nullable(),
  url: z.url().nullable(),
  partialDataUrl: z.url().nullable(),
  query: z.string(),
});
export type BulkOperation = z.infer<typeof BulkOperation>;

const RunBulkQuery = z.object({
  bulkOperationRunQuery: z
    .object({
      bulkOperation: BulkOperation.nullable(),
      userErrors: z.array(z.object({ code: z.string().nullable(), message: z.string() })),
    })
    .nullable(),
});
const ReadOperation = z.object({ bulkOperation: BulkOperation.nullable() });
const RecentOperations = z.object({ bulkOperations: z.object({ nodes: z.array(BulkOperation) }) });

export type StartedBulkQuery =
  | { readonly kind: "started"; readonly operation: BulkOperation }
  /** other operations of this app fill the shop's places */
  | { readonly kind: "busy" }
  | { readonly kind: "refused"; readonly message: string };

export async function startBulkQuery(ask: Ask, query: string): Promise<StartedBulkQuery> {
  const { bulkOperationRunQuery: answer } = await ask(RUN_BULK_QUERY, { query }, RunBulkQuery);
  if (answer?.bulkOperation && answer.userErrors.length === 0) return { kind: "started", operation: answer.bulkOperation };
  const codes = answer?.userErrors.map((error) => error.code) ?? [];
  if (codes.includes("OPERATION_IN_PROGRESS") || codes.includes("LIMIT_REACHED")) return { kind: "busy" };
  return {
    kind: "refused",
    message: answer?.userErrors.map((error) => error.message).join(" ") || "Shopify gave no operation and no reason.",
  };
}

/** null: Shopify does not know the operation (any more). */
export async function readBulkOperation(ask: Ask, id: string): Promise<BulkOperation | null> {
  return (await ask(BULK_OPERATION, { id: `gid://shopify/BulkOperation/${id}` }, ReadOperation)).bulkOperation;
}

/** An operation with this very query that still runs: started by a process that was killed before it could note the id. */
export async function findRunningBulkQuery(ask: Ask, query: string): Promise<BulkOperation | null> {
  const { bulkOperations } = await ask(RECENT_BULK_OPERATIONS, {}, RecentOperations);
  return (
    bulkOperations.nodes.find(
      (operation) => operation.query === query && (operation.status === "CREATED" || operation.status === "RUNNING"),
    ) ?? null
  );
}

export function bulkOperationId(operation: BulkOperation): string {
  return operation.id.slice("gid://shopify/BulkOperation/".length);
}
