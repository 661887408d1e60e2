import type { Db } from "../database/pool.server.ts";
import { lockFacts } from "./facts-lock.server.ts";

/**
 * Takes the staged products of `runId` into the facts. A unit cost makes a history row when its amount changes; a
 * variant's first known cost also counts for its earlier sales. Gives the orders whose cost became known.
 */
export async function mergeProducts(
  db: Db,
  runId: string | number,
  { bulk, at }: { bulk: boolean; at: Date },
): Promise<{ restamped: string[] }> {
  await lockFacts(db);
  if (bulk) await db.run("select set_config('enable_nestloop', 'off', true), set_config('work_mem', '64MB', true)");
  await db.run(
    `update staging.own_products s set taken = true
     where s.run_id = $2 and not exists (
       select from products p where p.shop_id = $1 and p.id = s.id and (p.updated_at > s.updated_at or p.deleted_at is not null))`,
    [db.shopId, runId],
  );
  await db.run(insertProducts, [db.shopId, runId]);
  await db.run(
    `delete from variants v using staging.own_products s
     where s.run_id = $2 and s.taken and v.shop_id = $1 and v.product_id = s.id
       and v.id not in (select n.id from staging.own_variants n where n.run_id = $2)`,
    [db.shopId, runId],
  );
  await db.run(insertVariants, [db.shopId, runId]);
  const first = await db.rows<{ variant_id: string }>(insertCosts, [db.shopId, runId, at]);
  const restamped = await stampEarlierSales(
    db,
    first.map((row) => row.variant_id),
  );
  if (bulk) await db.run("select set_config('enable_nestloop', 'on', true)");
  return { restamped };
}

/** A product that Shopify no longer has. The row stays as a mark, so that no older state can bring it back. */
export async function markProductsDeleted(db: Db, ids: readonly string[], at: Date): Promise<void> {
  await lockFacts(db);
  await db.run(
    `insert into products (shop_id, id, title, handle, status, updated_at, deleted_at)
     select $1, id, '', '', 'DELETED', $3, $3 from unnest($2::bigint[]) id
     on conflict (shop_id, id) do update set deleted_at = coalesce(products.deleted_at, excluded.deleted_at), status = 'DELETED'`,
    [db.shopId, ids, at],
  );
  await db.run("update variants set available_for_sale = false where shop_id = $1 and product_id = any($2::bigint[])", [db.shopId, ids]);
}

const insertProducts = `
  with memberships as (
    select c.product_id, array_agg(distinct c.id order by c.id) as ids from staging.own_collections c where c.run_id = $2 group by c.product_id
  )
  insert into products (shop_id, id, title, handle, status, product_type, vendor, image_url, is_gift_card, sold_online, collection_ids, updated_at)
  select distinct on (s.id) $1::int, s.id, s.title, s.handle, s.status, s.product_type, s.vendor, s.image_url, s.is_gift_card, s.sold_online, coalesce(m.ids, '{}'), s.updated_at
  from staging.own_products s left join memberships m on m.product_id = s.id
  where s.run_id = $2 and s.taken
  order by s.id, s.updated_at desc
  on conflict (shop_id, id) do update set
    title = excluded.title, handle = excluded.handle, status = excluded.status, product_type = excluded.product_type, vendor = excluded.vendor,
    image_url = excluded.image_url, is_gift_card = excluded.is_gift_card, sold_online = excluded.sold_online, collection_ids = excluded.collection_ids, updated_at = excluded.updated_at`;

const insertVariants = `
  insert into variants (shop_id, id, product_id, inventory_item_id, title, sku, price, available_for_sale, inventory_quantity, updated_at)
  select distinct on (n.id) $1::int, n.id, n.product_id, n.inventory_item_id, n.title, n.sku, n.price, n.available_for_sale, n.inventory_quantity, n.updated_at
  from staging.own_variants n
  where n.run_id = $2 and n.product_id in (select s.id from staging.own_products s where s.run_id = $2 and s.taken)
  order by n.id, n.updated_at desc
  on conflict (shop_id, id) do update set
    product_id = excluded.product_id, inventory_item_id = excluded.inventory_item_id, title = excluded.title, sku = excluded.sku, price = excluded.price,
    available_for_sale = excluded.available_for_sale, inventory_quantity = excluded.inventory_quantity, updated_at = excluded.updated_at`;

/** New costs that differ from the last known one; gives the variants that had none before. A cost taken away leaves the last one standing. */
const insertCosts = `
  with latest as (
    select distinct on (c.variant_id) c.variant_id, c.amount from unit_costs c where c.shop_id = $1 order by c.variant_id, c.valid_from desc
  ), changed as (
    select distinct on (n.id) n.id as variant_id, n.unit_cost as amount, l.variant_id is null as first
    from staging.own_variants n left join latest l on l.variant_id = n.id
    where n.run_id = $2 and n.unit_cost is not null and n.unit_cost is distinct from l.amount
      and n.product_id in (select s.id from staging.own_products s where s.run_id = $2 and s.taken)
    order by n.id, n.updated_at desc
  ), written as (
    insert into unit_costs (shop_id, variant_id, valid_from, amount) select $1::int, variant_id, $3::timestamptz, amount from changed
    on conflict (shop_id, variant_id, valid_from) do update set amount = excluded.amount
  )
  select variant_id from changed where first`;

async function stampEarlierSales(db: Db, variantIds: readonly string[]): Promise<string[]> {
  if (variantIds.length === 0 || !(await db.row("select 1 from order_lines where shop_id = $1 limit 1", [db.shopId]))) return [];
  const rows = await db.rows<{ order_id: string }>(
    `with stamped as (
       update order_lines l set unit_cost = c.amount
       from unit_costs c
       where c.shop_id = $1 and c.variant_id = any($2::bigint[])
         and l.shop_id = $1 and l.variant_id = c.variant_id and l.unit_cost is null
       returning l.order_id)
     select distinct order_id from stamped`,
    [db.shopId, variantIds],
  );
  return rows.map((row) => row.order_id);
}
