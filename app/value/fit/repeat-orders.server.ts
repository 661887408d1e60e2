import type { Db } from "../../database/pool.server.ts";
import { enqueue } from "../../jobs/queue.server.ts";
import { NEW_REPEAT_SHARE, newRepeatShare } from "./fit-due.ts";

/** Days with a paid order after each customer's first, over the shop (`$1`). */
export const REPEAT_ORDERS =
  "select coalesce(sum(order_days - 1) filter (where order_days > 0), 0)::int from customer_values where shop_id = $1";

const LATEST = "shop_id = $1 and version = (select max(version) from value_models where shop_id = $1)";

/** The same over these customers alone. */
export async function repeatOrdersOf(db: Db, customerIds: readonly string[]): Promise<number> {
  const row = await db.row<{ orders: number }>(`select (${REPEAT_ORDERS} and customer_id = any($2::bigint[])) as orders`, [
    db.shopId,
    customerIds,
  ]);
  return row?.orders ?? 0;
}

/** Counts anew what the changes below are counted from. */
export async function countRepeatOrders(db: Db): Promise<void> {
  await db.run(`update value_models set repeat_now = (${REPEAT_ORDERS}) where ${LATEST}`, [db.shopId]);
}

/** Takes `change` repeat orders more (or fewer) to account; the batch with which they become enough for a new fit asks for it, once. */
export async function noteRepeatOrders(db: Db, change: number): Promise<void> {
  if (change === 0) return;
  const model = await db.row<{ known: number; now: number }>(
    `update value_models set repeat_now = repeat_now + $2 where ${LATEST} returning repeat_orders as known, repeat_now as now`,
    [db.shopId, change],
  );
  if (!model) return;
  const enough = (repeatOrders: number) => newRepeatShare({ repeatOrders: model.known }, { repeatOrders }) >= NEW_REPEAT_SHARE;
  if (enough(model.now) && !enough(model.now - change)) await enqueue(db, "value.fit", { shopId: db.shopId }, { once: `fit ${db.shopId}` });
}
