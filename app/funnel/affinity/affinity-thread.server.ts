import { parentPort, workerData } from "node:worker_threads";
import { yieldToShoppers } from "../../jobs/yield-to-shoppers.server.ts";
import { seededRandom } from "../../value/models/seeded-random.ts";
import { chooseAffinityModel, provenAffinityModel } from "./affinity-model.ts";
import type { BuildTask, BuiltAffinity } from "./build-in-thread.server.ts";
import { popularOrders } from "./cart-ranker.ts";

yieldToShoppers("bulk thread");
const { kind, baskets } = workerData as BuildTask;
const began = performance.now();
// the seed of `crescendo affinity evaluate`: what it scores is what is served
const model = kind === "proven" ? provenAffinityModel(baskets) : chooseAffinityModel(baskets, seededRandom(1));
const built: BuiltAffinity = { model, popular: popularOrders(model.parts, model.recipes), buildMs: Math.round(performance.now() - began) };
const { engine, ease, popularity, orders } = model.parts;
const arrays = [
  ...[engine.starts, engine.others, engine.scores, engine.together, popularity, orders, built.popular.small, built.popular.large],
  ...(ease ? [ease.starts, ease.others, ease.scores] : []),
  ...(kind === "proven" ? [baskets.starts, baskets.items, baskets.ages] : []),
];
parentPort?.postMessage(kind === "proven" ? { ...built, baskets } : built, [
  ...new Set(arrays.map((array) => array.buffer as ArrayBuffer)),
]);
