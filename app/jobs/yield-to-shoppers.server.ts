import os from "node:os";

/** Of -20 to 19: beside a shopper's question a thread of this niceness gets about a tenth of a processor, and all of an idle one. */
const BULK = 10;
/** Between the two: orders that arrive are worked off while bulk jobs wait. */
const WORKER = 5;

/**
 * The calling thread makes way for what answers shoppers on the same machine; what is nice already stays so. On Linux a priority
 * belongs to a thread and threads it starts inherit it. Elsewhere it is the whole process's, so a thread there changes nothing.
 */
export function yieldToShoppers(whole: "bulk thread" | "worker process"): void {
  if (whole === "bulk thread" && process.platform !== "linux") return;
  const niceness = whole === "bulk thread" ? BULK : WORKER;
  if (os.getPriority() < niceness) os.setPriority(niceness);
}
