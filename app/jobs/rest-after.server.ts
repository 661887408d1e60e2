import { setTimeout as sleep } from "node:timers/promises";

const REST_FACTOR = 3;

/**
 * Does a step of a long work. Where shoppers are served meanwhile it `rests` after it for three times the step's time, so that the work takes
 * a quarter of a processor and of the disk: nobody waits for it, and the database's own processes cannot be given a lower priority.
 */
export async function restAfter<T>(rests: boolean, step: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await step();
  if (rests) await sleep(REST_FACTOR * (performance.now() - began));
  return result;
}
