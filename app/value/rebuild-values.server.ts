import { type Db, inShop } from "../database/pool.server.ts";
import { countedOrders } from "./counted-orders.sql.ts";

/**
 * Every customer's row is this one statement, over the whole shop or over the customers in `$2`: that the two give the
 * same rows is not a matter of keeping two texts alike. The forecast's summary counts days with an order that is worth
 * something after refunds, in the shop's time zone.
 */
const INSERT = `
  insert into customer_values (shop_id, customer_id, orders, revenue, refunded, discounts, cost, fees, profit, assumed_cost, first_order_at, last_order_at,
    first_day, last_day, order_days, spend, first_spend)
  select $1::int, customer_id, count(*), sum(revenue), sum(refunded), sum(discounts), sum(cost), sum(fees),
    sum(revenue - refunded - cost - fees), sum(assumed_cost), min(processed_at), max(processed_at),
    min(paid_day), max(paid_day), count(distinct paid_day), coalesce(sum(revenue - refunded) filter (where paid_day is not null), 0),
    coalesce(sum(revenue - refunded) filter (where paid_day = first_paid_day), 0)
  from (
    select *, min(paid_day) over (partition by customer_id) as first_paid_day
    from (
      select counted.*, case when revenue > refunded then (processed_at at time zone zone.timezone)::date end as paid_day
      from (${countedOrders("and o.customer_id is not null and ($2::bigint[] is null or o.customer_id = any($2::bigint[]))")}) counted
      cross join (select timezone from shops where id = $1) zone
    ) dated
  ) summed
  group by customer_id`;

/** Makes every customer's value anew from the facts. */
export async function rebuildValues(shopId: number): Promise<void> {
  await inShop(shopId, async (db) => {
    await lockValues(db);
    await db.run("delete from customer_values where shop_id = $1", [shopId]);
    await db.run(INSERT, [shopId, null]);
  });
}

/** Makes the values of these customers anew, within the transaction that changed their orders. */
export async function recomputeCustomers(db: Db, customerIds: readonly string[]): Promise<void> {
  if (customerIds.length === 0) return;
  await lockValues(db);
  await db.run("delete from customer_values where shop_id = $1 and customer_id = any($2::bigint[])", [db.shopId, customerIds]);
  await db.run(INSERT, [db.shopId, customerIds]);
  // Whoever has no order any more, or is forgotten, leaves the ranked list at once.
  await db.run(
    `delete from customer_scores s where s.shop_id = $1 and s.customer_id = any($2::bigint[])
       and not exists (select from customer_values v where v.shop_id = $1 and v.customer_id = s.customer_id)`,
    [db.shopId, customerIds],
  );
}

/** One at a time in a shop: a rebuild that read older facts must not overwrite what was recomputed since. */
async function lockValues(db: Db): Promise<void> {
  await db.run("select pg_advisory_xact_lock(7306, $1)", [db.shopId]);
}
