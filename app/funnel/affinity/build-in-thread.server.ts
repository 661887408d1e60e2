import { runInThread } from "../../jobs/run-in-thread.server.ts";
import type { AffinityModel } from "./affinity-model.ts";
import type { Baskets } from "./baskets.ts";
import type { PopularOrders } from "./cart-ranker.ts";

export interface BuiltAffinity {
  readonly model: AffinityModel;
  readonly popular: PopularOrders;
  readonly buildMs: number;
}

export interface BuildTask {
  readonly kind: "proven" | "chosen";
  readonly baskets: Baskets;
}

/** Chooses and builds a shop's model in a thread of its own, which takes the baskets over: they are empty afterwards. */
export async function chosenInThread(baskets: Baskets, signal?: AbortSignal): Promise<BuiltAffinity> {
  return inThread({ kind: "chosen", baskets }, signal);
}

/** The proven model, which needs no choice: a fraction of the time. The baskets come back, as those given are empty afterwards. */
export async function provenInThread(baskets: Baskets, signal?: AbortSignal): Promise<BuiltAffinity & { readonly baskets: Baskets }> {
  return inThread({ kind: "proven", baskets }, signal);
}

async function inThread<Result>(task: BuildTask, signal: AbortSignal | undefined): Promise<Result> {
  const { starts, items, ages } = task.baskets;
  const transfer = [starts, items, ages].map((array) => array.buffer as ArrayBuffer);
  return runInThread(new URL("./affinity-thread.server.ts", import.meta.url), task, { signal, transfer });
}
