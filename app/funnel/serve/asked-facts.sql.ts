import { FUNNEL_STAMP, SERVED_VERSIONS } from "./funnel-stamp.sql.ts";

// Statements of what decisions made together need. Each is small: what a plan of many parts costs to begin is paid at every decision.

const VISITORS = "unnest($2::text[], $3::timestamptz[]) with ordinality as asked (visitor, now, n)";
const SEEN = `${VISITORS} join decisions d on d.shop_id = $1 and d.visitor = asked.visitor and d.offer_id is not null`;
const HOURS_SINCE = (at: string) => `extract(epoch from asked.now - ${at})::float8 / 3600`;

/**
 * One row: what visitors were shown and did. $2 visitors and $3 moments have one entry a decision, which lists name by its number, from 1.
 * What was shown counts whether it was shown or withheld: who is held out must meet the same caps.
 * Declines older than rules may reach are left out.
 */
export const VISITOR_FACTS = `
  select ${FUNNEL_STAMP} as stamp, ${SERVED_VERSIONS} as versions,
    (select json_agg(json_build_array(n, "offerId", arm, depth, since, impressions, declines)) from (
      select asked.n, d.offer_id as "offerId", d.arm, d.depth_bp as depth, ${HOURS_SINCE("max(d.created_at)")} as since,
        count(*) filter (where e.kind = 'impression' and e.at > asked.now - interval '24 hours') as impressions,
        json_agg(${HOURS_SINCE("e.at")}) filter (where e.kind = 'decline') as declines
      from ${SEEN}
      left join decision_events e on e.shop_id = $1 and e.decision_id = d.id and e.kind in ('impression', 'decline') and e.at > asked.now - interval '365 days'
      group by asked.n, asked.now, d.offer_id, d.arm, d.depth_bp) seen) as seen,
    (select json_agg(json_build_array(asked.n, a.offer_id, a.order_id::text, ${HOURS_SINCE("a.ordered_at")}))
      from ${SEEN} join attributions a on a.shop_id = $1 and a.decision_id = d.id and a.quantity > 0) as accepted,
    (select json_agg(json_build_array(asked.n, x.experiment_id, x.arm))
      from ${VISITORS} join exposures x on x.shop_id = $1 and x.visitor = asked.visitor) as exposures`;

/** One row for each of the customers $2, asked for at the moments $3. Purchases older than rules may reach are left out. */
export const CUSTOMER_FACTS = `
  select
    (select count(*)::int from orders where shop_id = $1 and customer_id = asked.customer and cancelled_at is null and not test and processed_at < asked.now) as orders,
    (select json_object_agg(product_id, days) from (
      select l.product_id, extract(epoch from asked.now - max(o.processed_at))::float8 / 86400 as days
      from orders o join order_lines l on l.shop_id = $1 and l.order_id = o.id
      where o.shop_id = $1 and o.customer_id = asked.customer and o.cancelled_at is null and not o.test and l.product_id is not null
        and l.current_quantity > 0 and o.processed_at < asked.now and o.processed_at > asked.now - interval '730 days'
      group by l.product_id) b) as bought,
    (select json_agg(json_build_array(a.offer_id, a.order_id::text, ${HOURS_SINCE("a.ordered_at")}))
      from orders o join attributions a on a.shop_id = $1 and a.order_id = o.id
      where o.shop_id = $1 and o.customer_id = asked.customer and a.quantity > 0) as accepted
  from unnest($2::bigint[], $3::timestamptz[]) with ordinality as asked (customer, now, n)
  order by asked.n`;

/** The variants $2, and of each of the products $3 the first variant, as it stood at the moment $4; "viewed" tells them apart. */
export const CART_FACTS = `
  select wanted.viewed, v.id::text as "variantId", v.product_id::text as "productId", p.product_type as "productType", v.price::float8 as "unitPrice",
    c.amount::float8 as "unitCost", p.collection_ids::text as "collectionIds"
  from (
    select id, false as viewed from unnest($2::bigint[]) as variant (id)
    union all
    select (select id from variants where shop_id = $1 and product_id = product.id order by id limit 1), true from unnest($3::bigint[]) as product (id)
  ) wanted
  join variants v on v.shop_id = $1 and v.id = wanted.id
  join products p on p.shop_id = $1 and p.id = v.product_id
  left join lateral (
    select amount from unit_costs where shop_id = $1 and variant_id = v.id and valid_from <= $4::timestamptz order by valid_from desc limit 1
  ) c on true`;
