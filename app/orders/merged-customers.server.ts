import { inShop } from "../database/pool.server.ts";
import type { Recompute } from "./apply-orders.server.ts";
import { type SyncShop, syncShop } from "./ask.server.ts";
import { enqueueAttribution } from "./enqueue-attribution.server.ts";
import { lockFacts } from "./facts-lock.server.ts";
import { readOrdersAgain } from "./read-again.server.ts";

export interface CustomerMerge {
  readonly shopId: number;
  readonly keptId: string;
  readonly deletedId: string;
}

/**
 * Job `customers.merged`: a merchant made one customer of two. Whose the orders are now is read from Shopify; those it shows no
 * longer, because they are too old, go to the customer who stays. So do decisions and exposures: what is asked or redacted of one person
 * is then all of it. Doing it again changes nothing.
 */
export async function takeCustomerMerge(
  { shopId, keptId, deletedId }: CustomerMerge,
  recompute: Recompute,
  shop?: SyncShop,
): Promise<void> {
  const reader = shop ?? (await syncShop(shopId));
  if (!reader) return;
  const theirs = await inShop(shopId, (db) =>
    db.rows<{ id: string }>("select id from orders where shop_id = $1 and customer_id = $2 order by id", [shopId, deletedId]),
  );
  await readOrdersAgain(
    reader,
    theirs.map((row) => row.id),
    recompute,
  );
  await inShop(shopId, async (db) => {
    await lockFacts(db);
    const unseen = await db.rows<{ id: string }>(
      "update orders set customer_id = $3 where shop_id = $1 and customer_id = $2 returning id",
      [shopId, deletedId, keptId],
    );
    await db.run("delete from customers where shop_id = $1 and id = $2", [shopId, deletedId]);
    for (const table of ["decisions", "exposures"])
      await db.run(`update ${table} set customer_id = $3 where shop_id = $1 and customer_id = $2`, [shopId, deletedId, keptId]);
    const orderIds = unseen.map((row) => row.id);
    await recompute(db, { orderIds, forgotten: [deletedId] });
    await enqueueAttribution(db, orderIds);
  });
}
