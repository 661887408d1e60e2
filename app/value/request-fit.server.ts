import { inShop } from "../database/pool.server.ts";
import { enqueue } from "../jobs/queue.server.ts";

/** Asks for a fit; one that waits is enough. */
export async function requestFit(shopId: number): Promise<void> {
  await inShop(shopId, (db) => enqueue(db, "value.fit", { shopId, force: true }, { once: `forced fit ${shopId}` }));
}
