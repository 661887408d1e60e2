import { type Db, inShop } from "../database/pool.server.ts";
import type { SyncShop } from "./ask.server.ts";
import { enqueueAttribution } from "./enqueue-attribution.server.ts";
import { lockFacts } from "./facts-lock.server.ts";
import type { FetchedOrders } from "./fetch-orders.server.ts";
import { mergeCustomers } from "./merge-customers.server.ts";
import { mergeOrders } from "./merge-orders.server.ts";
import { offerReader } from "./offer-reader.server.ts";
import { clearStaging, nextBatch, noteUnverified, stage } from "./stage.server.ts";
import { StagedRows } from "./staged-rows.ts";

/** What stands above the orders and must change in the same transaction: the values of the orders that came, changed or went, and their customers'. */
export type Recompute = (
  db: Db,
  changed: { readonly orderIds: readonly string[]; readonly forgotten?: readonly string[] },
) => Promise<unknown>;

/** A record of Shopify that cannot be read; the event that named it is put aside, the others go on. */
export class UnreadableRecord extends Error {}

/**
 * Takes orders as Shopify shows them now into the facts, deletes those it no longer has, and has their values recomputed: one
 * transaction. `also` runs inside it. Gives the orders it deleted.
 */
export async function applyOrders(
  shop: SyncShop,
  fetched: FetchedOrders,
  recompute: Recompute,
  also?: (db: Db) => Promise<void>,
): Promise<{ deleted: string[] }> {
  return inShop(shop.shopId, async (db) => {
    await lockFacts(db);
    const batch = await nextBatch(db);
    const rows = StagedRows.forCurrency(batch, shop.currency, offerReader(shop.domain));
    for (const { order, lines } of fetched.orders) rows.addOrder(order, lines);
    const fault = rows.faults[0];
    if (fault) throw new UnreadableRecord(`${fault.id ?? "a record"}: ${fault.reason}`);
    await stage(db, rows);
    await noteUnverified(db, "orders", rows.unverified);
    await mergeOrders(db, batch, { bulk: false });
    await mergeCustomers(db, batch);
    await clearStaging(db, batch, ["orders", "lines", "refunds", "customers"]);
    const deleted = await goneOrders(db, fetched);
    await deleteOrders(db, deleted);
    const ids = fetched.orders.map(({ order }) => String(order.id).slice("gid://shopify/Order/".length));
    const orderIds = [...ids, ...deleted];
    await recompute(db, { orderIds });
    await enqueueAttribution(db, orderIds);
    await also?.(db);
    return { deleted };
  });
}

/**
 * Of the orders that Shopify did not show when it was asked for them, those that are here and that the app had the right to see. Older
 * ones may only be out of sight, and whether Shopify counts from when an order was created or processed it does not say.
 */
async function goneOrders(db: Db, { missing, visibleFrom }: FetchedOrders): Promise<string[]> {
  if (missing.length === 0) return [];
  const gone = await db.rows<{ id: string }>(
    `select o.id from orders o where o.shop_id = $1 and o.id = any($2::bigint[]) and ${inSight("$3")}`,
    [db.shopId, missing, visibleFrom],
  );
  return gone.map((row) => row.id);
}

/** SQL: whether order `o` is well within what can be seen from the moment `from` on; null sees all. */
export function inSight(from: string): string {
  return `(${from}::timestamptz is null or least(o.created_at, o.processed_at) > ${from}::timestamptz + interval '1 day')`;
}

/** Removes orders that Shopify has deleted, and remembers it: a file made before must not bring them back. */
export async function deleteOrders(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await lockFacts(db);
  for (const [table, column] of [
    ["order_lines", "order_id"],
    ["refunds", "order_id"],
    ["orders", "id"],
  ]) {
    await db.run(`delete from ${table} where shop_id = $1 and ${column} = any($2::bigint[])`, [db.shopId, ids]);
  }
  await db.run(
    "insert into deleted_orders (shop_id, id, deleted_at) select $1, id, now() from unnest($2::bigint[]) id on conflict do nothing",
    [db.shopId, ids],
  );
}
