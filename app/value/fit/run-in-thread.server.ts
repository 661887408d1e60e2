import { Worker } from "node:worker_threads";
import type { ForecastResult, ForecastTask } from "./forecast-task.ts";

/** Runs a forecast in a thread of its own: it may take seconds, and the process must go on answering. `signal` ends it at once. */
export async function runInThread(task: ForecastTask, signal?: AbortSignal): Promise<ForecastResult> {
  signal?.throwIfAborted();
  const thread = new Worker(new URL("./forecast-thread.server.ts", import.meta.url), { workerData: task });
  const end = () => void thread.terminate();
  signal?.addEventListener("abort", end, { once: true });
  try {
    return await new Promise((resolve, reject) => {
      thread.once("message", resolve).once("error", reject);
      thread.once("exit", (code) => reject(signal?.reason ?? new Error(`The forecast's thread ended with code ${code}.`)));
    });
  } finally {
    signal?.removeEventListener("abort", end);
    await thread.terminate();
  }
}
