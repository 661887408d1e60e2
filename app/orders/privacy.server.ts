import { type Db, inShop } from "../database/pool.server.ts";
import { lockFacts } from "./facts-lock.server.ts";

/** Takes a customer out of the facts: orders stay for the store's figures, without a person or a browser to them. */
export async function forgetCustomer(db: Db, customerId: string): Promise<void> {
  await lockFacts(db);
  await db.run("update orders set customer_id = null, visitor = null where shop_id = $1 and customer_id = $2", [db.shopId, customerId]);
  await db.run("delete from customers where shop_id = $1 and id = $2", [db.shopId, customerId]);
}

/** Forgets a customer in the facts and in what is derived from them. */
export async function redactCustomer(db: Db, customerId: string): Promise<void> {
  await forgetCustomer(db, customerId);
  await db.run("update order_values set customer_id = null where shop_id = $1 and customer_id = $2", [db.shopId, customerId]);
  await db.run("delete from customer_values where shop_id = $1 and customer_id = $2", [db.shopId, customerId]);
  await db.run("delete from customer_scores where shop_id = $1 and customer_id = $2", [db.shopId, customerId]);
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
    `select p_alive as "probabilityStillACustomer", expected_orders as "expectedOrdersIn12Months", expected_spend as "expectedOrderValue", clv as "expectedRevenueIn12Months"
     from customer_scores where shop_id = $1 and customer_id = $2`,
    values,
  );
  const shop = await db.row<{ currency: string }>("select currency from shops where id = $1", [db.shopId]);
  return { customer, orders, value, forecast, currency: shop?.currency ?? null, amounts: "minor units of the currency" };
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
