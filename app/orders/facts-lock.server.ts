import type { Db } from "../database/pool.server.ts";

/**
 * One writer of a shop's facts at a time: a merge and a webhook of the same order cannot pass each other
 * between looking at `updated_at` and writing. Held until the transaction ends.
 */
export async function lockFacts(db: Db): Promise<void> {
  await db.run("select pg_advisory_xact_lock(7303, $1)", [db.shopId]);
}
