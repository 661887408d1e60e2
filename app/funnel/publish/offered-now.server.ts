import type { Db } from "../../database/pool.server.ts";
import type { OfferDraft } from "../offers/offer.ts";
import type { OfferedNow } from "./offered-now.ts";
import { offeredUnits } from "./offered-units.sql.ts";

/** The products that an offer names, as they stand now. */
export function offeredNow(db: Db, { productIds }: OfferDraft): Promise<OfferedNow[]> {
  return db.rows<OfferedNow>(
    `select p.id::text as id, p.title, p.deleted_at is null and lower(p.status) = 'active' and p.sold_online as active,
       coalesce(json_agg(json_build_object('price', v.price, 'unitCost', c.amount, 'available',
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
     group by p.id, p.title, p.status, p.sold_online, p.deleted_at order by p.title, p.id`,
    [db.shopId, productIds],
  );
}

/** How many products a dynamic offer may offer now, apart from what is pinned. */
export async function dynamicCount(db: Db, offer: OfferDraft): Promise<number> {
  const units = offeredUnits({ ...offer, pinnedProductId: null });
  const row = await db.row<{ products: number }>(`select count(distinct product_id)::int as products from (${units.text}) unit`, [
    db.shopId,
    ...units.values,
  ]);
  return row?.products ?? 0;
}
