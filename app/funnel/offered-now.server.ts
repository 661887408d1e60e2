import type { Db } from "../database/pool.server.ts";
import { DYNAMIC_PRODUCTS } from "./dynamic-products.sql.ts";
import type { Offer } from "./offer.ts";
import type { OfferedNow } from "./offered-now.ts";

/** As many of a dynamic offer's products are looked at before it is published. */
const DYNAMIC_LOOKED_AT = 300;

/** What the offer names, or the first of what a dynamic one would find. */
export async function offeredNow(db: Db, offer: Offer): Promise<OfferedNow[]> {
  const dynamicIds = offer.dynamic
    ? (
        await db.rows<{ product_id: string }>(`${DYNAMIC_PRODUCTS} order by v.product_id limit ${DYNAMIC_LOOKED_AT}`, [
          db.shopId,
          offer.discount.value,
          offer.marginFloorBp,
          offer.excludedProductIds,
        ])
      ).map((row) => row.product_id)
    : [];
  const ids = [...new Set([...offer.productIds, ...(offer.pinnedProductId === null ? [] : [offer.pinnedProductId]), ...dynamicIds])];
  return db.rows<OfferedNow>(
    `select p.id::text as id, p.title, p.deleted_at is null and lower(p.status) = 'active' and p.sold_online as active, p.collection_ids::text[] as "collectionIds",
       coalesce(json_agg(json_build_object('id', v.id::text, 'price', v.price, 'unitCost', c.amount, 'available',
           v.available_for_sale and (v.inventory_quantity is null or v.inventory_quantity > coalesce((s.offer_rules->>'safetyStock')::int, 0)
             or coalesce((s.offer_rules->>'safetyStock')::int, 0) = 0)) order by v.id)
         filter (where v.id is not null), '[]') as variants
     from products p
     join shops s on s.id = p.shop_id
     left join variants v on v.shop_id = p.shop_id and v.product_id = p.id and v.price > 0
     left join lateral (
       select amount from unit_costs where shop_id = p.shop_id and variant_id = v.id and valid_from <= now() order by valid_from desc limit 1
     ) c on true
     where p.shop_id = $1 and p.id = any($2::bigint[])
     group by p.id, p.title, p.status, p.sold_online, p.deleted_at, p.collection_ids order by p.title, p.id`,
    [db.shopId, ids],
  );
}

/** How many products a dynamic offer may offer now. */
export async function dynamicCount(db: Db, offer: Offer): Promise<number> {
  const row = await db.row<{ products: number }>(`select count(*)::int as products from (${DYNAMIC_PRODUCTS}) found`, [
    db.shopId,
    offer.discount.value,
    offer.marginFloorBp,
    offer.excludedProductIds,
  ]);
  return row?.products ?? 0;
}
