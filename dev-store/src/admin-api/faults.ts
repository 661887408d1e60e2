import type { Bucket } from "./throttle.ts";

/** What goes wrong with bulk operations, for tests and demonstrations. Every default is "nothing". */
export interface BulkFaults {
  /** how many operations the faults below strike, after which they are gone; 0 means every one until changed */
  operations: number;
  /** time an operation stays CREATED */
  createdMs: number;
  /** least time it stays RUNNING */
  runningMs: number;
  /** FAILED once so many objects are written; -1 never */
  failAfterObjects: number;
  errorCode: "ACCESS_DENIED" | "INTERNAL_SERVER_ERROR" | "TIMEOUT";
  /** a failed operation leaves what it has written under partialDataUrl */
  partialData: boolean;
  /** COMPLETED without a url although there are objects */
  nullUrl: boolean;
  stuckRunning: boolean;
  /** the file ends in the middle of a line */
  cutMidLine: boolean;
  /** the url is past its time from the start */
  expiredUrl: boolean;
  /** no bulk_operations/finish */
  loseWebhook: boolean;
  /** ends like this in place of COMPLETED */
  endAs: "" | "CANCELED" | "EXPIRED";
}

/** What goes wrong with ordinary requests. Ratios from 0 to 1. */
export interface AdminFaults {
  /** of the requests answered THROTTLED although the bucket is full enough */
  throttleRatio: number;
  http502Ratio: number;
  /** of the requests whose connection breaks without an answer */
  resetRatio: number;
  hangRatio: number;
  /** how long a hanging request waits before it is answered */
  hangMs: number;
  /** the draw of the ratios begins here; setting it begins anew */
  seed: number;
  bucket: Bucket;
  bulk: BulkFaults;
}

export function noBulkFaults(): BulkFaults {
  return {
    operations: 0,
    createdMs: 0,
    runningMs: 0,
    failAfterObjects: -1,
    errorCode: "INTERNAL_SERVER_ERROR",
    partialData: true,
    nullUrl: false,
    stuckRunning: false,
    cutMidLine: false,
    expiredUrl: false,
    loseWebhook: false,
    endAs: "",
  };
}

export function noFaults(): AdminFaults {
  return {
    throttleRatio: 0,
    http502Ratio: 0,
    resetRatio: 0,
    hangRatio: 0,
    hangMs: 30_000,
    seed: 1,
    bucket: { maximumAvailable: 2000, restoreRate: 100 },
    bulk: noBulkFaults(),
  };
}
