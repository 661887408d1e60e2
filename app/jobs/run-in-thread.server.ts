import { type Transferable, Worker } from "node:worker_threads";

/**
 * Runs a task in a thread of its own, for what takes seconds while the process must go on answering. `script` reads `workerData`
 * and posts one message, the result. `transfer`: buffers of the task that are handed over instead of copied. `signal` ends it at once.
 */
export async function runInThread<Result>(
  script: URL,
  task: object,
  { signal, transfer = [] }: { signal?: AbortSignal | undefined; transfer?: readonly Transferable[] } = {},
): Promise<Result> {
  signal?.throwIfAborted();
  const thread = new Worker(script, { workerData: task, transferList: [...transfer] });
  const end = () => void thread.terminate();
  signal?.addEventListener("abort", end, { once: true });
  try {
    return await new Promise<Result>((resolve, reject) => {
      thread.once("message", resolve).once("error", reject);
      thread.once("exit", (code) => reject(signal?.reason ?? new Error(`The thread of ${script.pathname} ended with code ${code}.`)));
    });
  } finally {
    signal?.removeEventListener("abort", end);
    await thread.terminate();
  }
}
