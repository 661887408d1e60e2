import { parentPort, workerData } from "node:worker_threads";
import { yieldToShoppers } from "../../jobs/yield-to-shoppers.server.ts";
import { type ForecastTask, runForecastTask } from "./forecast-task.ts";

yieldToShoppers("bulk thread");
parentPort?.postMessage(runForecastTask(workerData as ForecastTask));
