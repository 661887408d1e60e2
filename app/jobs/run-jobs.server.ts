import type { JobResult, JobWithMetadata } from "pg-boss";
import { log, withLogContext } from "../log.server.ts";
import type { JobName, Jobs } from "./job-names.ts";
import { JOB_NAMES, queue } from "./queue.server.ts";

export type JobHandlers = { readonly [Name in JobName]: (data: Jobs[Name], signal: AbortSignal) => Promise<unknown> };

export interface JobRules {
  /** whether the shop still takes part; a job for one that does not is done without being run */
  mayRun(name: JobName, data: { shopId?: number }): Promise<boolean>;
  /** whether trying again cannot help; the job goes to the failed ones at once */
  isFinal(error: unknown): boolean;
  /** hears of a job that was given up, so that what waits for it can be told */
  gaveUp(name: JobName, data: object, error: unknown): Promise<void>;
}

/** Jobs of one kind that run side by side in one process. */
const AT_ONCE: Partial<Record<JobName, number>> = { "sync.inbox": 4, "ledger.attribute": 2, "offers.publish": 2 };

/** Starts to work off every queue. A new job is announced by NOTIFY; one that was put off is found by looking. */
export async function runJobs(handlers: JobHandlers, rules: JobRules): Promise<void> {
  const boss = await queue();
  for (const name of JOB_NAMES) {
    const handler = handlers[name] as (data: object, signal: AbortSignal) => Promise<unknown>;
    await boss.work(
      name,
      {
        batchSize: 1,
        perJobResults: true,
        includeMetadata: true,
        pollingIntervalSeconds: 0.5,
        notifyPollingIntervalSeconds: name === "sync.first" ? 0.5 : 1,
        localConcurrency: AT_ONCE[name] ?? 1,
      },
      (jobs: JobWithMetadata<object>[]) => Promise.all(jobs.map((job) => run(name, job, { handler, rules }))),
    );
  }
}

async function run(
  name: JobName,
  job: JobWithMetadata<object>,
  how: { handler: (data: object, signal: AbortSignal) => Promise<unknown>; rules: JobRules },
): Promise<JobResult> {
  const data = (job.data ?? {}) as { shopId?: number };
  return withLogContext({ job: name, jobId: job.id, ...(data.shopId === undefined ? {} : { shopId: data.shopId }) }, async () => {
    const began = performance.now();
    const took = () => Math.round(performance.now() - began);
    try {
      if (!(await how.rules.mayRun(name, data))) {
        log.info("a job was left out: its shop has no use for it now");
        return { id: job.id, status: "completed" };
      }
      await how.handler(data, job.signal);
      log.debug({ ms: took() }, "a job is done");
      return { id: job.id, status: "completed" };
    } catch (err) {
      const final = how.rules.isFinal(err);
      const last = final || job.retryCount >= job.retryLimit;
      log[last ? "error" : "warn"](
        { err, ms: took(), attempt: job.retryCount + 1 },
        last ? "a job was given up" : "a job failed and is tried again",
      );
      if (last)
        await how.rules
          .gaveUp(name, data, err)
          .catch((reason: Error) => log.error({ err: reason }, "nobody could be told that a job was given up"));
      // The queue keeps this: a name and code, never a message that could quote data.
      return { id: job.id, status: final ? "deadletter" : "failed", output: { error: err instanceof Error ? err.name : "unknown" } };
    }
  });
}
