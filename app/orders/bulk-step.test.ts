import { expect, test } from "vitest";
import { type BulkState, bulkStep } from "./bulk-step.ts";

const state = (change: Partial<BulkState>): BulkState => ({
  status: "RUNNING",
  errorCode: null,
  url: null,
  partialDataUrl: null,
  ...change,
});
const url = "https://storage.example/result.jsonl";

test.each([
  [state({ status: "CREATED" }), { do: "wait" }],
  [state({ status: "RUNNING" }), { do: "wait" }],
  [state({ status: "CANCELING" }), { do: "wait" }],
  [state({ status: "COMPLETED", url }), { do: "download", url }],
  [state({ status: "COMPLETED" }), { do: "finish_empty" }],
  [
    state({ status: "FAILED", errorCode: "INTERNAL_SERVER_ERROR", partialDataUrl: url }),
    { do: "restart", reason: "bulk_failed", partialUrl: url },
  ],
  [state({ status: "FAILED", errorCode: "TIMEOUT" }), { do: "restart", reason: "bulk_timeout", partialUrl: null }],
  [state({ status: "FAILED", errorCode: "ACCESS_DENIED", partialDataUrl: url }), { do: "give_up", reason: "access_denied" }],
  [state({ status: "CANCELED", partialDataUrl: url }), { do: "restart", reason: "bulk_canceled", partialUrl: url }],
  [state({ status: "EXPIRED" }), { do: "restart", reason: "bulk_expired", partialUrl: null }],
])("%o", (given, step) => {
  expect(bulkStep(given)).toEqual(step);
});
