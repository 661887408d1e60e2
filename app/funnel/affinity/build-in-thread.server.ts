import { runInThread } from "../../jobs/run-in-thread.server.ts";
import type { AffinityModel } from "./affinity-model.ts";
import type { Baskets } from "./baskets.ts";
import type { PopularOrders } from "./cart-ranker.ts";

export interface BuiltAffinity {
  readonly model: AffinityModel;
  readonly popular: PopularOrders;
  readonly buildMs: number;
}

/** Chooses and builds a shop's model in a thread of its own, which takes the baskets over: they are empty afterwards. */
export async function buildInThread(baskets: Baskets, signal?: AbortSignal): Promise<BuiltAffinity> {
  const transfer = [baskets.starts, baskets.items, baskets.ages].map((array) => array.buffer as ArrayBuffer);
  return runInThread(new URL("./affinity-thread.server.ts", import.meta.url), baskets, { signal, transfer });
}
