import type { Db } from "../../database/pool.server.ts";
import type { Offer } from "../offers/offer.ts";
import { tripwirePlaces } from "./offer-conflicts.ts";

/** Who came by the offer's places lately, and whose orders would have led to it. */
export interface LikelyViewers {
  /** of at most the last 30 days */
  readonly visitors: number;
  readonly visitorsInAudience: number;
  /** not signed in, or without an order, at a place where another offer is a tripwire, which goes first for them */
  readonly visitorsFirstTime: number;
  /** the oldest visit that was looked at; null: there was none */
  readonly since: string | null;
  /** counted orders of the last 90 days */
  readonly orders: number;
  /** of them, with a cart that holds up the trigger and a buyer in the audience */
  readonly ordersInAudience: number;
  /** of those: buyers without an earlier order, with one, and unidentified */
  readonly split: { readonly new: number; readonly returning: number; readonly guest: number };
}

/** A busy shop makes more in 30 days than anyone would wait for. */
const MOST_DECISIONS = 200_000;

export async function likelyViewers(db: Db, offer: Offer, others: readonly Offer[], now: Date): Promise<LikelyViewers> {
  const segments =
    offer.audience === "everyone"
      ? ["new", "returning", "guest"]
      : offer.audience === "returning_customers"
        ? ["returning"]
        : ["new", "guest"];
  const visitors = await db.row<{ visitors: number; within: number; first: number; since: Date | null }>(
    `select count(distinct visitor)::int as visitors, min(created_at) as since,
       (count(distinct visitor) filter (where segment = any($4)))::int as within,
       (count(distinct visitor) filter (where segment <> 'returning' and placement = any($5)))::int as first
     from (
       select visitor, placement, coalesce(nullif(split_part(context, '|', 2), ''), 'guest') as segment, created_at from decisions
       where shop_id = $1 and created_at > $2::timestamptz - interval '30 days' and created_at <= $2 and placement = any($3)
       order by created_at desc limit ${MOST_DECISIONS}
     ) latest`,
    [db.shopId, now, offer.placements, segments, tripwirePlaces(offer, others)],
  );
  const trigger = triggerSql(offer);
  const orders = await db.row<{ orders: number; within: number; new: number; returning: number; guest: number }>(
    `select count(*)::int as orders, (count(*) filter (where within))::int as within,
       (count(*) filter (where within and segment = 'new'))::int as new,
       (count(*) filter (where within and segment = 'returning'))::int as returning,
       (count(*) filter (where within and segment = 'guest'))::int as guest
     from (
       select segment, segment = any($3) and (${trigger.text}) as within
       from (
         select o.id, case when o.customer_id is null then 'guest'
             when exists (select from orders e where e.shop_id = o.shop_id and e.customer_id = o.customer_id and e.processed_at < o.processed_at and not e.test and e.cancelled_at is null)
             then 'returning' else 'new' end as segment
         from orders o
         where o.shop_id = $1 and o.processed_at > $2::timestamptz - interval '90 days' and o.processed_at <= $2 and not o.test and o.cancelled_at is null
       ) o
     ) judged`,
    [db.shopId, now, segments, ...trigger.values],
  );
  return {
    visitors: visitors?.visitors ?? 0,
    visitorsInAudience: visitors?.within ?? 0,
    visitorsFirstTime: visitors?.first ?? 0,
    since: visitors?.since?.toISOString() ?? null,
    orders: orders?.orders ?? 0,
    ordersInAudience: orders?.within ?? 0,
    split: { new: orders?.new ?? 0, returning: orders?.returning ?? 0, guest: orders?.guest ?? 0 },
  };
}

/** Whether an order `o` held up the trigger when it was a cart; a line that an offer added never does. */
function triggerSql({ trigger }: Offer): { text: string; values: unknown[] } {
  const lines = "select from order_lines l where l.shop_id = $1 and l.order_id = o.id and l.offer_id is null";
  switch (trigger.kind) {
    case "any":
      return { text: "true", values: [] };
    case "product":
      return { text: `exists (${lines} and l.product_id = any($4::bigint[]))`, values: [trigger.productIds] };
    case "collection":
      return {
        text: `exists (${lines} and exists (select from products p where p.shop_id = $1 and p.id = l.product_id and p.collection_ids && $4::bigint[]))`,
        values: [trigger.collectionIds],
      };
    case "cart_value":
      return {
        text: `(select coalesce(sum(l.unit_price * l.quantity), 0) from order_lines l where l.shop_id = $1 and l.order_id = o.id and l.offer_id is null) >= $4::bigint`,
        values: [trigger.minimum],
      };
  }
}
