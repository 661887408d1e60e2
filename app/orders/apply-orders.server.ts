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
 * transaction. `also` runs inside it.
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
    const rows = StagedRows.forCurrency(batch, shop.currency, offerReader(shop.domain));
    for (const { order, lines } of fetched.orders) rows.addOrder(order, lines);
    const fault = rows.faults[0];
    if (fault) throw new UnreadableRecord(`${fault.id ?? "a record"}: ${fault.reason}`);
    await stage(db, rows);
    await noteUnverified(db, "orders", rows.unverified);
    await mergeOrders(db, batch, { bulk: false });
    await mergeCustomers(db, batch);
    await clearStaging(db, batch, ["orders", "lines", "refunds", "customers"]);
    await deleteOrders(db, fetched.missing, { seenGone: true });
    const ids = fetched.orders.map(({ order }) => String(order.id).slice("gid://shopify/Order/".length));
    const orderIds = [...ids, ...fetched.missing];
    await recompute(db, { orderIds });
    await enqueueAttribution(db, orderIds);
    await also?.(db);
  });
}

/**
 * Removes orders and remembers that they are gone. `seenGone`: Shopify merely does not show them. Without read_all_orders that
 * also happens to orders that grew old, so those stay.
 */
export async function deleteOrders(db: Db, ids: readonly string[], { seenGone }: { seenGone: boolean }): Promise<void> {
  if (ids.length === 0) return;
  await lockFacts(db);
  const gone = await db.rows<{ id: string; held: boolean }>(
    `select asked.id, o.id is not null as held
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
}
