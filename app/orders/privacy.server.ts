import { type Db, inShop } from "../database/pool.server.ts";
import { lockFacts } from "./facts-lock.server.ts";
import { keepForgotten } from "./forgotten-customers.server.ts";

/**
 * Takes a customer out of the facts, for good: orders stay for the store's figures, without a person or a browser to them. Their lines
 * go on naming the decisions they answer, because that is what offers have earned, and those decisions lead to nobody any more.
 */
export async function forgetCustomer(db: Db, customerId: string): Promise<void> {
  await lockFacts(db);
  await keepForgotten(db, customerId);
  await forgetVisits(db, customerId);
  await db.run("update orders set customer_id = null, visitor = null where shop_id = $1 and customer_id = $2", [db.shopId, customerId]);
  await db.run("delete from customers where shop_id = $1 and id = $2", [db.shopId, customerId]);
}

/** A visitor's key would still tie decisions together, so each gets one of its own. */
async function forgetVisits(db: Db, customerId: string): Promise<void> {
  // Decisions last: whose a browser was is read off them.
  for (const [table, id] of [
    ["exposures", "decision_id"],
    ["decisions", "id"],
  ] as const) {
    await db.run(
      `update ${table} t set customer_id = null, visitor = gen_random_uuid()::text where t.shop_id = $1 and ${visitOf("t", id)}`,
      [db.shopId, customerId],
    );
  }
}

/**
 * SQL: whether row `t` of the decisions or exposures is of customer $2 in shop $1. Most people are signed out when an offer is decided:
 * what ties such a row to them is the browser they ordered or signed in with, or the decision a line of theirs answers. Somebody else who
 * signed in on the same browser is not them.
 */
export function visitOf(t: string, decisionId: "id" | "decision_id"): string {
  return `(${t}.customer_id = $2 or (${t}.customer_id is null and (
    ${t}.visitor in (select o.visitor from orders o where o.shop_id = $1 and o.customer_id = $2 and o.visitor is not null
      union select d.visitor from decisions d where d.shop_id = $1 and d.customer_id = $2)
    or ${t}.${decisionId} in (select l.decision_id from orders o join order_lines l on l.shop_id = $1 and l.order_id = o.id
      where o.shop_id = $1 and o.customer_id = $2 and l.decision_id is not null))))`;
}

/** Forgets a customer in the facts and in what is derived from them. */
export async function redactCustomer(db: Db, customerId: string): Promise<void> {
  await forgetCustomer(db, customerId);
  await db.run("update order_values set customer_id = null where shop_id = $1 and customer_id = $2", [db.shopId, customerId]);
  await db.run("delete from customer_values where shop_id = $1 and customer_id = $2", [db.shopId, customerId]);
  await db.run("delete from customer_scores where shop_id = $1 and customer_id = $2", [db.shopId, customerId]);
  await db.run("delete from customer_rfm where shop_id = $1 and customer_id = $2", [db.shopId, customerId]);
}

/** Everything the facts and figures hold about a customer. */
export async function exportCustomer(db: Db, customerId: string): Promise<Record<string, unknown>> {
  const values = [db.shopId, customerId];
  const customer = await db.row(
    `select id, created_at as "createdAt", updated_at as "updatedAt" from customers where shop_id = $1 and id = $2`,
    values,
  );
  const orders = await db.rows(
    `select o.id, o.name, o.processed_at as "processedAt", o.cancelled_at as "cancelledAt", o.test, o.source_name as "source", o.subtotal::float8, o.discounts::float8,
       o.refunded::float8, o.total::float8,
       (select coalesce(jsonb_agg(jsonb_build_object('title', l.title, 'product', l.product_id, 'variant', l.variant_id, 'quantity', l.quantity,
          'currentQuantity', l.current_quantity, 'unitPrice', l.unit_price, 'discount', l.discount, 'offer', l.offer_id) order by l.id), '[]')
        from order_lines l where l.shop_id = o.shop_id and l.order_id = o.id) as lines
     from orders o where o.shop_id = $1 and o.customer_id = $2 order by o.processed_at, o.id`,
    values,
  );
  const value = await db.row(
    `select orders, revenue::float8, refunded::float8, discounts::float8, profit::float8, first_order_at as "firstOrderAt", last_order_at as "lastOrderAt"
     from customer_values where shop_id = $1 and customer_id = $2`,
    values,
  );
  const forecast = await db.row(
    `select p_alive as "probabilityStillACustomer", expected_orders as "expectedOrdersIn12Months", expected_spend as "expectedOrderValue", clv as "expectedRevenueIn12Months",
       p_order as "probabilityOfAnOrderIn12Months"
     from customer_scores where shop_id = $1 and customer_id = $2`,
    values,
  );
  const group = await db.row(
    "select recency, frequency, money, rfm_group as name from customer_rfm where shop_id = $1 and customer_id = $2",
    values,
  );
  const shop = await db.row<{ currency: string }>("select currency from shops where id = $1", [db.shopId]);
  return { customer, orders, value, forecast, group, currency: shop?.currency ?? null, amounts: "minor units of the currency" };
}

/** Deletes every row of a shop, its sessions and the shop itself. */
export async function deleteShopData(shopId: number): Promise<void> {
  await inShop(shopId, async (db) => {
    const tables = await db.rows<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attname = 'shop_id' and not a.attisdropped
       where (n.nspname = 'public' and c.relkind in ('r', 'p')) or (n.nspname = 'staging' and c.relkind = 'v')`,
    );
    for (const { name } of tables) await db.run(`delete from ${name} where shop_id = $1`, [shopId]);
    await db.run("delete from sessions where shop = (select domain from shops where id = $1)", [shopId]);
    await db.run("delete from shops where id = $1", [shopId]);
  });
}
