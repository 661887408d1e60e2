import type { Db } from "../database/pool.server.ts";
import type { CartLineFacts, ViewedProduct } from "./cart-facts.ts";
import type { VisitorFacts } from "./choose-request.ts";
import type { DecideRequest } from "./decide-request.ts";
import { FUNNEL_STAMP } from "./funnel-snapshot.server.ts";

/** What a decision needs that is not the same for all visitors. */
export interface AskedFacts {
  readonly stamp: string;
  readonly cart: readonly CartLineFacts[];
  readonly viewed: ViewedProduct | null;
  readonly visitor: VisitorFacts;
  /** orders of this visitor or customer by offer id */
  readonly own: Readonly<Record<string, number>>;
  /** hours since each decline of this visitor, by offer id */
  readonly declines: Readonly<Record<string, readonly number[]>>;
  /** arm by experiment id */
  readonly exposures: Readonly<Record<string, string>>;
}

interface CartVariant {
  id: string;
  productId: string;
  productType: string;
  price: number;
  unitCost: number | null;
  collectionIds: string[];
}

interface Row {
  stamp: string;
  cart: CartVariant[];
  viewed: ViewedProduct | null;
  customerOrders: number;
  bought: Record<string, number>;
  own: Record<string, number>;
  hoursSinceAccepted: number | null;
  declines: Record<string, number[]>;
  impressions: number;
  depths: Record<string, number>;
  exposures: Record<string, string>;
}

/**
 * All of it in one query. What the visitor was shown counts whether it was shown or withheld: who is held out must meet the same caps.
 * Declines and purchases older than rules may reach are left out.
 */
const FACTS = `with cart as (
     select v.id, v.product_id, v.price, p.product_type, p.collection_ids, c.amount as unit_cost
     from variants v join products p on p.shop_id = v.shop_id and p.id = v.product_id
     left join lateral (select amount from unit_costs where shop_id = $1 and variant_id = v.id and valid_from <= $4 order by valid_from desc limit 1) c on true
     where v.shop_id = $1 and v.id = any($2::bigint[])
   ), viewed as (
     select p.id, p.product_type, v.price, c.amount as unit_cost
     from products p
     cross join lateral (select id, price from variants where shop_id = $1 and product_id = p.id order by id limit 1) v
     left join lateral (select amount from unit_costs where shop_id = $1 and variant_id = v.id and valid_from <= $4 order by valid_from desc limit 1) c on true
     where p.shop_id = $1 and p.id = $6::bigint
   ), seen as (
     select id, offer_id, created_at, arm from decisions where shop_id = $1 and visitor = $3 and offer_id is not null
   ), event as (
     select seen.offer_id, e.kind, e.at from seen join decision_events e on e.shop_id = $1 and e.decision_id = seen.id
     where e.kind in ('impression', 'decline') and e.at > $4::timestamptz - interval '365 days'
   ), own_sale as (
     select a.offer_id, a.order_id, a.ordered_at from seen join attributions a on a.shop_id = $1 and a.decision_id = seen.id where a.quantity > 0
     union
     select a.offer_id, a.order_id, a.ordered_at from orders o join attributions a on a.shop_id = $1 and a.order_id = o.id
     where o.shop_id = $1 and o.customer_id = $5::bigint and a.quantity > 0
   ), bought as (
     select l.product_id, extract(epoch from $4::timestamptz - max(o.processed_at))::float8 / 86400 as days
     from orders o join order_lines l on l.shop_id = $1 and l.order_id = o.id
     where o.shop_id = $1 and o.customer_id = $5::bigint and o.cancelled_at is null and not o.test and l.product_id is not null and l.current_quantity > 0
       and o.processed_at < $4 and o.processed_at > $4::timestamptz - interval '730 days'
     group by l.product_id
   ), depth as (
     select distinct on (split_part(arm, ':', 1), split_part(arm, ':', 2)) split_part(arm, ':', 1) || ':' || split_part(arm, ':', 2) as product, split_part(arm, ':', 3)::int as depth
     from seen where arm like '%:%:%' and created_at > $4::timestamptz - interval '14 days'
     order by split_part(arm, ':', 1), split_part(arm, ':', 2), created_at desc
   )
   select ${FUNNEL_STAMP} as stamp,
     coalesce((select json_agg(json_build_object('id', id::text, 'productId', product_id::text, 'productType', product_type, 'price', price, 'unitCost', unit_cost, 'collectionIds', collection_ids::text[])) from cart), '[]') as cart,
     (select json_build_object('productId', id::text, 'productType', product_type, 'unitPrice', price, 'unitCost', unit_cost) from viewed) as viewed,
     (select count(*)::int from orders where shop_id = $1 and customer_id = $5::bigint and cancelled_at is null and not test and processed_at < $4) as "customerOrders",
     coalesce((select json_object_agg(product_id, days) from bought), '{}') as bought,
     coalesce((select json_object_agg(offer_id, orders) from (select offer_id, count(distinct order_id)::int as orders from own_sale group by offer_id) o), '{}') as own,
     (select extract(epoch from $4::timestamptz - max(ordered_at))::float8 / 3600 from own_sale where ordered_at <= $4) as "hoursSinceAccepted",
     coalesce((select json_object_agg(offer_id, hours) from (select offer_id, json_agg(extract(epoch from $4::timestamptz - at)::float8 / 3600) as hours from event where kind = 'decline' group by offer_id) d), '{}') as declines,
     (select count(*)::int from event where kind = 'impression' and at > $4::timestamptz - interval '24 hours') as impressions,
     coalesce((select json_object_agg(product, depth) from depth), '{}') as depths,
     coalesce((select json_object_agg(experiment_id, arm) from exposures where shop_id = $1 and visitor = $3), '{}') as exposures`;

export async function askedFacts(db: Db, request: DecideRequest, visitor: string): Promise<AskedFacts> {
  // Under a name PostgreSQL plans it once a connection: planning it costs more than running it.
  const { rows } = await db.client.query<Row>({
    name: "decide: facts",
    text: FACTS,
    values: [db.shopId, request.lines.map((line) => line.variantId), visitor, request.now, request.customerId, request.productId],
  });
  const row = rows[0];
  if (!row) throw new Error("A select without from gave no row");
  return {
    stamp: row.stamp,
    cart: cartOf(request, row.cart),
    viewed: row.viewed,
    visitor: {
      id: visitor,
      customerOrders: request.customerId === null ? null : row.customerOrders,
      boughtDaysAgo: new Map(Object.entries(row.bought)),
      impressionsToday: row.impressions,
      hoursSinceAccepted: row.hoursSinceAccepted,
      depthsShown: new Map(Object.entries(row.depths)),
    },
    own: row.own,
    declines: row.declines,
    exposures: row.exposures,
  };
}

/** Lines of variants the shop does not know (custom products, not yet synced) trigger nothing and are left out. */
function cartOf(request: DecideRequest, variants: readonly CartVariant[]): CartLineFacts[] {
  const byId = new Map(variants.map((variant) => [variant.id, variant]));
  return request.lines.flatMap((line) => {
    const variant = byId.get(line.variantId);
    if (!variant) return [];
    const { productId, productType, price, unitCost, collectionIds } = variant;
    return [{ productId, productType, quantity: line.quantity, unitPrice: price, unitCost, collectionIds, offerId: line.offerId ?? null }];
  });
}
