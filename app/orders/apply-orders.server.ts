import { type Db, inShop } from "../database/pool.server.ts";
import type { SyncShop } from "./ask.server.ts";
import { enqueueAttribution } from "./enqueue-attribution.server.ts";
import { lockFacts } from "./facts-lock.server.ts";
import type { FetchedOrders } from "./fetch-orders.server.ts";
import { mergeCustomers } from "./merge-customers.server.ts";
import { mergeOrders } from "./merge-orders.server.ts";
import { clearStaging, nextBatch, stage } from "./stage.server.ts";
import { StagedRows } from "./staged-rows.ts";

/** What stands above the orders and must change in the same transaction: the customers' values. */
export type Recompute = (db: Db, customerIds: readonly string[]) => Promise<void>;

/** A record of Shopify that cannot be read; the event that named it is put aside, the others go on. */
export class UnreadableRecord extends Error {}

/**
 * Takes orders as Shopify shows them now into the facts, deletes those it no longer has, and recomputes the customers who had
 * or have them: one transaction. `also` runs inside it.
 */
export async function applyOrders(
  shop: SyncShop,
  fetched: FetchedOrders,
  recompute: Recompute,
  also?: (db: Db) => Promise<void>,
): Promise<void> {
  await inShop(shop.shopId, async (db) => {
    await lockFacts(db);
    const batch = await nextBatch(db);
    const rows = StagedRows.forCurrency(batch, shop.currency);
    for (const { order, lines } of fetched.orders) rows.addOrder(order, lines);
    const fault = rows.faults[0];
    if (fault) throw new UnreadableRecord(`${fault.id ?? "a record"}: ${fault.reason}`);
    await stage(db, rows);
    const before = await customersOf(
      db,
      "select customer_id from orders where shop_id = $1 and id in (select id from staging.own_orders where run_id = $2)",
      batch,
    );
    await mergeOrders(db, batch, { bulk: false });
    await mergeCustomers(db, batch);
    const after = await customersOf(
      db,
      "select customer_id from orders where shop_id = $1 and id in (select id from staging.own_orders where run_id = $2)",
      batch,
    );
    await clearStaging(db, batch, ["orders", "lines", "refunds", "customers"]);
    const lost = await deleteOrders(db, fetched.missing, { seenGone: true });
    await recompute(db, [...new Set([...before, ...after, ...lost])]);
    const ids = fetched.orders.map(({ order }) => String(order.id).slice("gid://shopify/Order/".length));
    await enqueueAttribution(db, [...ids, ...fetched.missing]);
    await also?.(db);
  });
}

/**
 * Removes orders and remembers that they are gone; gives the customers who had them. `seenGone`: Shopify merely does not show
 * them. Without read_all_orders that also happens to orders that grew old, so those stay.
 */
export async function deleteOrders(db: Db, ids: readonly string[], { seenGone }: { seenGone: boolean }): Promise<string[]> {
  if (ids.length === 0) return [];
  await lockFacts(db);
  const gone = await db.rows<{ id: string; customer_id: string | null; held: boolean }>(
    `select asked.id, o.customer_id, o.id is not null as held
     from unnest($2::bigint[]) asked(id) left join orders o on o.shop_id = $1 and o.id = asked.id
     where not $3 or o.id is null or (select orders_from from shops where id = $1) is null or o.created_at > now() - interval '59 days'`,
    [db.shopId, ids, seenGone],
  );
  const goneIds = gone.map((row) => row.id);
  for (const [table, column] of [
    ["order_lines", "order_id"],
    ["refunds", "order_id"],
    ["orders", "id"],
  ]) {
    await db.run(`delete from ${table} where shop_id = $1 and ${column} = any($2::bigint[])`, [db.shopId, goneIds]);
  }
  // An id that was never here may only be out of sight; a mark would keep the order out should it come into sight.
  await db.run(
    "insert into deleted_orders (shop_id, id, deleted_at) select $1, id, now() from unnest($2::bigint[]) id on conflict do nothing",
    [db.shopId, seenGone ? gone.filter((row) => row.held).map((row) => row.id) : goneIds],
  );
  return gone.flatMap((row) => (row.customer_id === null ? [] : [row.customer_id]));
}

async function customersOf(db: Db, query: string, batch: string): Promise<string[]> {
  const rows = await db.rows<{ customer_id: string | null }>(query, [db.shopId, batch]);
  return rows.flatMap((row) => (row.customer_id === null ? [] : [row.customer_id]));
}
