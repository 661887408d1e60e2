import type { Db } from "../database/pool.server.ts";
import { APPEND_LATER, insertSummaries } from "./customer-summary.sql.ts";
import { noteRepeatOrders, repeatOrdersOf } from "./fit/repeat-orders.server.ts";
import { refreshOrderValues } from "./order-values.server.ts";

/** Orders that came, changed or went, and customers whose orders are nobody's now. */
interface ChangedFacts {
  readonly orderIds: readonly string[];
  readonly forgotten?: readonly string[];
}

/** How customers' rows were brought up to date: from the new orders alone, or from all orders of the customer. */
interface ValueUpdate {
  readonly appended: number;
  readonly recomputed: number;
}

const APPEND = `${insertSummaries("and o.order_id = any($2::bigint[])")} ${APPEND_LATER} returning customer_id`;
const RECOMPUTE = insertSummaries("and o.customer_id = any($2::bigint[])");

/**
 * Brings the values of orders and of their customers up to date, within the transaction that changed the orders. An order that is new and
 * later than all its customer's others is added to the customer's row by itself; whatever else happened recomputes the customer. An order
 * that changed in nothing that counts changes nothing.
 */
export async function updateValues(db: Db, { orderIds, forgotten = [] }: ChangedFacts): Promise<ValueUpdate> {
  await lockValues(db);
  const { removed, added } = await refreshOrderValues(db, await withOrdersOf(db, orderIds, forgotten));
  const gone = new Set(removed.map((order) => order.order_id));
  const changed = new Set([...removed, ...added.filter((order) => gone.has(order.order_id))].flatMap(customerOf));
  const fresh = added.filter((order) => !gone.has(order.order_id) && order.customer_id !== null && !changed.has(order.customer_id));
  const touched = [...new Set([...changed, ...fresh.flatMap(customerOf), ...forgotten])];
  if (touched.length === 0) return { appended: 0, recomputed: 0 };
  const before = await repeatOrdersOf(db, touched);
  const done = await append(
    db,
    fresh.map((order) => order.order_id),
  );
  const rest = touched.filter((id) => !done.has(id));
  await recompute(db, rest);
  await noteRepeatOrders(db, (await repeatOrdersOf(db, touched)) - before);
  return { appended: done.size, recomputed: rest.length };
}

/** One at a time in a shop: a rebuild that read older facts must not overwrite what was recomputed since. */
export async function lockValues(db: Db): Promise<void> {
  await db.run("select pg_advisory_xact_lock(7306, $1)", [db.shopId]);
}

async function withOrdersOf(db: Db, orderIds: readonly string[], customerIds: readonly string[]): Promise<string[]> {
  if (customerIds.length === 0) return [...orderIds];
  const rows = await db.rows<{ order_id: string }>(
    "select order_id from order_values where shop_id = $1 and customer_id = any($2::bigint[])",
    [db.shopId, customerIds],
  );
  return [...orderIds, ...rows.map((row) => row.order_id)];
}

/** Gives the customers to whom their orders could simply be added. */
async function append(db: Db, orderIds: readonly string[]): Promise<Set<string>> {
  if (orderIds.length === 0) return new Set();
  const rows = await db.rows<{ customer_id: string }>(APPEND, [db.shopId, orderIds]);
  return new Set(rows.map((row) => row.customer_id));
}

async function recompute(db: Db, customerIds: readonly string[]): Promise<void> {
  if (customerIds.length === 0) return;
  await db.run("delete from customer_values where shop_id = $1 and customer_id = any($2::bigint[])", [db.shopId, customerIds]);
  await db.run(RECOMPUTE, [db.shopId, customerIds]);
  // Whoever has no order any more, or is forgotten, leaves the night's lists at once.
  for (const list of ["customer_scores", "customer_rfm"]) {
    await db.run(
      `delete from ${list} s where s.shop_id = $1 and s.customer_id = any($2::bigint[])
         and not exists (select from customer_values v where v.shop_id = $1 and v.customer_id = s.customer_id)`,
      [db.shopId, customerIds],
    );
  }
}

function customerOf({ customer_id }: { readonly customer_id: string | null }): string[] {
  return customer_id === null ? [] : [customer_id];
}
