import { FUNNEL_STAMP } from "./funnel-stamp.sql.ts";

const COST = (variantId: string) =>
  `left join lateral (
     select amount from unit_costs where shop_id = $1 and variant_id = ${variantId} and valid_from <= (select max(now) from unnest($4::timestamptz[]) as now)
     order by valid_from desc limit 1
   ) c on true`;

/**
 * All that decisions made together need, in one statement. $2 visitors, $3 customers and $4 moments have one entry a decision, and so has
 * the answer, in their order; $5 variants in carts and $6 products in view are those of all of them, told with the first row.
 * What the visitor was shown counts whether it was shown or withheld: who is held out must meet the same caps.
 * Declines and purchases older than rules may reach are left out.
 */
export const ASKED_FACTS = `
  select visitor_facts.*, ${FUNNEL_STAMP} as stamp,
    case when asked.n = 1 then (
      select json_agg(json_build_array(v.id::text, v.product_id::text, p.product_type, v.price, c.amount, p.collection_ids::text[]))
      from variants v join products p on p.shop_id = $1 and p.id = v.product_id
      ${COST("v.id")}
      where v.shop_id = $1 and v.id = any($5::bigint[])
    ) end as variants,
    case when asked.n = 1 then (
      select json_agg(json_build_array(p.id::text, p.product_type, v.price, c.amount, p.collection_ids::text[]))
      from products p
      cross join lateral (select id, price from variants where shop_id = $1 and product_id = p.id order by id limit 1) v
      ${COST("v.id")}
      where p.shop_id = $1 and p.id = any($6::bigint[])
    ) end as products
  from unnest($2::text[], $3::bigint[], $4::timestamptz[]) with ordinality as asked (visitor, customer, now, n)
  cross join lateral (
    with seen as (
      select id, offer_id, created_at, arm, depth_bp from decisions where shop_id = $1 and visitor = asked.visitor and offer_id is not null
    ), event as (
      select seen.offer_id, e.kind, e.at from seen join decision_events e on e.shop_id = $1 and e.decision_id = seen.id
      where e.kind in ('impression', 'decline') and e.at > asked.now - interval '365 days'
    ), own_sale as (
      select a.offer_id, a.order_id, a.ordered_at from seen join attributions a on a.shop_id = $1 and a.decision_id = seen.id where a.quantity > 0
      union
      select a.offer_id, a.order_id, a.ordered_at from orders o join attributions a on a.shop_id = $1 and a.order_id = o.id
      where o.shop_id = $1 and o.customer_id = asked.customer and a.quantity > 0
    )
    select
      (select count(*)::int from orders where shop_id = $1 and customer_id = asked.customer and cancelled_at is null and not test and processed_at < asked.now) as "customerOrders",
      (select json_object_agg(product_id, days) from (
        select l.product_id, extract(epoch from asked.now - max(o.processed_at))::float8 / 86400 as days
        from orders o join order_lines l on l.shop_id = $1 and l.order_id = o.id
        where o.shop_id = $1 and o.customer_id = asked.customer and o.cancelled_at is null and not o.test and l.product_id is not null
          and l.current_quantity > 0 and o.processed_at < asked.now and o.processed_at > asked.now - interval '730 days'
        group by l.product_id) b) as bought,
      (select json_object_agg(offer_id, orders) from (select offer_id, count(distinct order_id)::int as orders from own_sale group by offer_id) o) as own,
      (select extract(epoch from asked.now - max(ordered_at))::float8 / 3600 from own_sale where ordered_at <= asked.now) as "hoursSinceAccepted",
      (select json_object_agg(offer_id, hours) from (
        select offer_id, json_agg(extract(epoch from asked.now - at)::float8 / 3600) as hours from event where kind = 'decline' group by offer_id) d) as declines,
      (select count(*)::int from event where kind = 'impression' and at > asked.now - interval '24 hours') as impressions,
      (select json_object_agg(product, depth) from (
        select distinct on (split_part(arm, ':', 1), split_part(arm, ':', 2)) split_part(arm, ':', 1) || ':' || split_part(arm, ':', 2) as product, depth_bp as depth
        from seen where arm like '%:%:%' and depth_bp is not null and created_at > asked.now - interval '14 days'
        order by split_part(arm, ':', 1), split_part(arm, ':', 2), created_at desc) s) as depths,
      (select json_object_agg(experiment_id, arm) from exposures where shop_id = $1 and visitor = asked.visitor) as exposures
  ) visitor_facts
  order by asked.n`;
