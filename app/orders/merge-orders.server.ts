import type { Db } from "../database/pool.server.ts";
import { lockFacts } from "./facts-lock.server.ts";
import { leaveOutForgotten } from "./forgotten-customers.server.ts";

export interface OrderMerge {
  /** many rows at once: the planner has no statistics on staging tables, so row-by-row plans are ruled out */
  readonly bulk: boolean;
  /** from an operation that failed: take only orders whose lines and refunds add up to their sums */
  readonly partial?: boolean;
}

/**
 * Takes the staged orders of `runId` into the facts: never an older state over a newer one, never an order that was
 * deleted; lines and refunds are replaced with their order. Gives the number of orders taken and of lines
 * whose order did not come.
 */
export async function mergeOrders(
  db: Db,
  runId: string | number,
  { bulk, partial = false }: OrderMerge,
): Promise<{ taken: number; orphans: number }> {
  await lockFacts(db);
  await leaveOutForgotten(db, runId);
  if (bulk) await db.run("select set_config('enable_nestloop', 'off', true), set_config('work_mem', '128MB', true)");
  const empty = !(await db.row("select 1 from orders where shop_id = $1 limit 1", [db.shopId]));
  const taken = await db.run(
    `update staging.own_orders s set taken = true
     where s.run_id = $2
       and not exists (select from orders o where o.shop_id = $1 and o.id = s.id and o.updated_at > s.updated_at)
       and not exists (select from deleted_orders d where d.shop_id = $1 and d.id = s.id)
       ${partial ? addsUp : ""}`,
    [db.shopId, runId],
  );
  if (!empty) {
    for (const table of ["order_lines", "refunds"]) {
      await db.run(
        `delete from ${table} f using staging.own_orders s where s.run_id = $2 and s.taken and f.shop_id = $1 and f.order_id = s.id`,
        [db.shopId, runId],
      );
    }
  }
  await db.run(insertOrders, [db.shopId, runId]);
  const lines = await db.run(insertLines(bulk), [db.shopId, runId]);
  await db.run(
    `insert into refunds (shop_id, order_id, id, created_at, amount)
     select distinct on (r.order_id, r.id) $1::int, r.order_id, r.id, r.created_at, r.amount
     from staging.own_refunds r
     where r.run_id = $2 and r.order_id in (select s.id from staging.own_orders s where s.run_id = $2 and s.taken)
     order by r.order_id, r.id`,
    [db.shopId, runId],
  );
  const staged = await db.row<{ lines: number }>("select count(*)::float8 as lines from staging.own_lines where run_id = $1", [runId]);
  const orphans = partial || staged?.lines === lines ? 0 : await setOrphansAside(db, runId);
  if (bulk) await db.run("select set_config('enable_nestloop', 'on', true)");
  return { taken, orphans };
}

const addsUp = `
  and s.subtotal = coalesce((select sum(l.unit_price * l.quantity - l.discount) from staging.own_lines l where l.run_id = $2 and l.order_id = s.id), 0)
  and s.refunded = coalesce((select sum(r.amount) from staging.own_refunds r where r.run_id = $2 and r.order_id = s.id), 0)`;

const insertOrders = `
  insert into orders (shop_id, id, name, customer_id, created_at, processed_at, updated_at, cancelled_at, test, source_name, subtotal, discounts, refunded, total, visitor)
  select distinct on (s.id) $1::int, s.id, s.name, s.customer_id, s.created_at, s.processed_at, s.updated_at, s.cancelled_at, s.test, s.source_name,
    s.subtotal, s.discounts, s.refunded, s.total, s.visitor
  from staging.own_orders s where s.run_id = $2 and s.taken
  order by s.id, s.updated_at desc
  on conflict (shop_id, id) do update set
    name = excluded.name, customer_id = excluded.customer_id, created_at = excluded.created_at, processed_at = excluded.processed_at,
    updated_at = excluded.updated_at, cancelled_at = excluded.cancelled_at, test = excluded.test, source_name = excluded.source_name,
    subtotal = excluded.subtotal, discounts = excluded.discounts, refunded = excluded.refunded, total = excluded.total,
    visitor = excluded.visitor`;

/**
 * A line's unit cost is the one valid when its order was processed; for a sale older than the first cost that
 * is known, the first one. Costs are ranges, so one hash join stamps every line.
 */
function insertLines(bulk: boolean): string {
  return `
  with costs as (
    select c.variant_id, c.amount,
      case when lag(c.valid_from) over w is null then '-infinity' else c.valid_from end as since,
      coalesce(lead(c.valid_from) over w, 'infinity') as until
    from unit_costs c
    where c.shop_id = $1 ${bulk ? "" : "and c.variant_id in (select l.variant_id from staging.own_lines l where l.run_id = $2)"}
    window w as (partition by c.variant_id order by c.valid_from)
  ), taken as (
    select distinct on (s.id) s.id, s.processed_at from staging.own_orders s where s.run_id = $2 and s.taken order by s.id, s.updated_at desc
  )
  insert into order_lines (shop_id, order_id, id, product_id, variant_id, title, quantity, current_quantity, unit_price, discount, unit_cost, is_gift_card, offer_id, decision_id)
  select distinct on (l.order_id, l.id) $1::int, l.order_id, l.id, l.product_id, l.variant_id, l.title, l.quantity, l.current_quantity, l.unit_price, l.discount,
    c.amount, l.is_gift_card, l.offer_id, l.decision_id
  from staging.own_lines l
  join taken t on t.id = l.order_id
  left join costs c on c.variant_id = l.variant_id and t.processed_at >= c.since and t.processed_at < c.until
  where l.run_id = $2
  order by l.order_id, l.id`;
}

/** Lines and their order travel apart; a line whose order never came cannot be counted, and is not forgotten either. */
async function setOrphansAside(db: Db, runId: string | number): Promise<number> {
  return db.run(
    `insert into set_aside (shop_id, source, resource, reason, record)
     select $1, $3, 'orders', 'the order of this line did not come',
       jsonb_build_object('id', 'gid://shopify/LineItem/' || l.id, 'parentId', 'gid://shopify/Order/' || l.order_id)
     from staging.own_lines l
     where l.run_id = $2 and l.order_id not in (select s.id from staging.own_orders s where s.run_id = $2)`,
    [db.shopId, runId, `sync ${runId}`],
  );
}
