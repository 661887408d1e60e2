import { parentPort, workerData } from "node:worker_threads";
import { type ForecastTask, runForecastTask } from "./forecast-task.ts";

parentPort?.postMessage(runForecastTask(workerData as ForecastTask));
