import type { Db } from "../database/pool.server.ts";
import { enqueue } from "../jobs/queue.server.ts";

const AT_ONCE = 1000;

/** Asks the ledger to look at these orders again, as far as a line of theirs answers a decision or an attribution of theirs exists. */
export async function enqueueAttribution(db: Db, orderIds: readonly string[] | "all"): Promise<void> {
  const filter = orderIds === "all" ? "" : "and order_id = any($2::bigint[])";
  const rows = await db.rows<{ order_id: string }>(
    `select order_id from order_lines where shop_id = $1 and decision_id is not null ${filter}
     union select order_id from attributions where shop_id = $1 ${filter} order by 1`,
    orderIds === "all" ? [db.shopId] : [db.shopId, orderIds],
  );
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    await enqueue(db, "ledger.attribute", { shopId: db.shopId, orderIds: rows.slice(from, from + AT_ONCE).map((row) => row.order_id) });
  }
}
