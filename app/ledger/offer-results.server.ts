import { inShop } from "../database/pool.server.ts";
import type { OfferResult } from "../funnel/offers/offer.ts";

/**
 * What each offer of the shop did, deleted ones with earnings included, by offer id. Minor units. Attributed, not incremental; the
 * impressions of held-out visitors, who saw nothing, are none.
 */
export function offerResults(shopId: number): Promise<OfferResult[]> {
  return inShop(shopId, (db) =>
    db.rows<OfferResult>(
      `with event as (
         select d.offer_id, count(*)::int as impressions
         from decision_events e join decisions d on d.shop_id = e.shop_id and d.id = e.decision_id
         where e.shop_id = $1 and e.kind = 'impression' and d.offer_id is not null and not d.ghost group by d.offer_id
       ), earned as (
         select offer_id, count(distinct decision_id) filter (where quantity > 0)::int as accepts, count(distinct order_id) filter (where quantity > 0)::int as orders, sum(revenue)::float8 as revenue, sum(discount)::float8 as discount, sum(profit)::float8 as profit
         from attributions where shop_id = $1 group by offer_id
       ), ids as (
         select id from offers where shop_id = $1 union select offer_id from event union select offer_id from earned
       )
       select ids.id as "offerId", coalesce(impressions, 0) as impressions, coalesce(accepts, 0) as accepts, coalesce(orders, 0) as orders,
         coalesce(revenue, 0) as revenue, coalesce(discount, 0) as discount, coalesce(profit, 0) as profit
       from ids left join event on event.offer_id = ids.id left join earned on earned.offer_id = ids.id order by ids.id`,
      [shopId],
    ),
  );
}
