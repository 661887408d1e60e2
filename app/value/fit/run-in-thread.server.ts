import { runInThread as inThread } from "../../jobs/run-in-thread.server.ts";
import type { ForecastResult, ForecastTask } from "./forecast-task.ts";

/** Runs a forecast in a thread of its own; `signal` ends it at once. */
export async function runInThread(task: ForecastTask, signal?: AbortSignal): Promise<ForecastResult> {
  return inThread(new URL("./forecast-thread.server.ts", import.meta.url), task, { signal });
}
