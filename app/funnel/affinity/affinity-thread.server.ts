import { parentPort, workerData } from "node:worker_threads";
import { seededRandom } from "../../value/models/seeded-random.ts";
import { chooseAffinityModel } from "./affinity-model.ts";
import type { Baskets } from "./baskets.ts";
import type { BuiltAffinity } from "./build-in-thread.server.ts";
import { popularOrders } from "./cart-ranker.ts";

const began = performance.now();
// the seed of `crescendo affinity evaluate`: what it scores is what is served
const model = chooseAffinityModel(workerData as Baskets, seededRandom(1));
const built: BuiltAffinity = { model, popular: popularOrders(model.parts, model.recipes), buildMs: Math.round(performance.now() - began) };
const { engine, ease, popularity, orders } = model.parts;
const arrays = [
  ...[engine.starts, engine.others, engine.scores, engine.together, popularity, orders, built.popular.small, built.popular.large],
  ...(ease ? [ease.starts, ease.others, ease.scores] : []),
];
parentPort?.postMessage(built, [...new Set(arrays.map((array) => array.buffer as ArrayBuffer))]);
