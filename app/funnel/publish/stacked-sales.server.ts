import type { Db } from "../../database/pool.server.ts";
import type { ActiveDiscount } from "../../shopify/active-discount.ts";
import type { OfferDraft } from "../offers/offer.ts";
import { OFFERED_UNITS_TAKE, offeredUnits } from "./offered-units.sql.ts";
import { holdsBeside, type StackedSales } from "./stacked-sales.ts";

/**
 * The least a shopper may come to pay for one unit of each variant: of the product discounts that hold together the one that takes most
 * off, since a line has one, then every order discount that holds beside it and the others, each reckoned on that same amount. An amount off
 * an order lands on the unit in the unit's part of the smallest order that has the discount. What cannot be known is left out.
 */
export async function stackedSales(db: Db, offer: OfferDraft, others: readonly ActiveDiscount[]): Promise<StackedSales> {
  const units = offeredUnits(offer);
  const row = await db.row<StackedSales>(
    `with unit as materialized (${units.text}),
     other as materialized (
       select * from jsonb_to_recordset($${OFFERED_UNITS_TAKE + 1}::jsonb) as o(at int, line boolean, part_bp bigint, amount bigint, minimum bigint,
         together boolean, adds boolean, everything boolean, products bigint[], variants bigint[], collections bigint[])
     ),
     line as (
       select u.*, coalesce(u.price - better.off, u.alone) as paid, better.at as better, coalesce(better.together, true) as together
       from unit u left join lateral (
         select o.at, o.together, one.off from other o
         cross join lateral (select case when o.part_bp is null then least(u.price, o.amount) else (u.price * o.part_bp + 5000) / 10000 end as off) one
         where o.adds and o.line and ${COVERS} and u.price - one.off < u.alone order by one.off desc, o.at limit 1
       ) better on true
     ),
     sale as materialized (
       select u.product_id, u.title, u.price, u.cost, u.fee_bp, u.floor_bp, u.alone, greatest(0, u.paid - coalesce(top.off, 0)) as paid,
         array_remove(u.better || coalesce(top.ats, '{}'), null) as ats
       from line u left join lateral (
         -- the one that takes most off keeps out what does not combine with it, and beside one that combines only such as do
         select case when (array_agg(o.together order by one.off desc, o.at))[1] then sum(one.off) filter (where o.together) else max(one.off) end::bigint as off,
           case when (array_agg(o.together order by one.off desc, o.at))[1] then array_agg(o.at order by one.off desc, o.at) filter (where o.together)
             else (array_agg(o.at order by one.off desc, o.at))[1:1] end as ats
         from other o
         cross join lateral (select case when o.part_bp is null then least(u.paid, round(o.amount * u.paid::numeric / greatest(o.minimum, u.paid, 1))::bigint)
           else (u.paid * o.part_bp + 5000) / 10000 end as off) one
         where o.adds and not o.line and u.together and ${COVERS} and one.off > 0
       ) top on true
     ),
     stacked as materialized (
       select *, paid - cost - (paid * fee_bp + 5000) / 10000 as profit from sale where cardinality(ats) > 0
     ),
     ranked as materialized (
       select *, case when paid > 0 then profit::float8 / paid else -1 end as margin, paid <= 0 or profit * 10000 < paid * floor_bp as below from stacked
     ),
     product_below as (select product_id, min(title) as title, min(margin) as margin from ranked where below group by product_id)
     select (select count(*)::int from unit) as units,
       array(select o.at from other o where exists (select from unit u where ${COVERS}) order by o.at) as touching,
       array(select distinct a.at from ranked, unnest(ranked.ats) a(at) order by a.at) as "with",
       (select json_build_object('margin', margin, 'profit', profit, 'aloneProfit', alone - cost - (alone * fee_bp + 5000) / 10000)
        from ranked order by margin, product_id limit 1) as worst,
       json_build_object('products', (select count(*) from product_below),
         'titles', array(select title from product_below order by margin, product_id limit 3)) as below`,
    [db.shopId, ...units.values, JSON.stringify(others.map(asRow))],
  );
  if (!row) throw new Error("A row of counts was expected");
  return row;
}

/** Whether discount `o` may take something off unit `u`; one whose list was cut short may. */
const COVERS = "(o.everything or u.product_id = any(o.products) or u.variant_id = any(o.variants) or u.collection_ids && o.collections)";

function asRow(other: ActiveDiscount, at: number) {
  const { takes, only } = other;
  return {
    at,
    line: other.product,
    part_bp: takes?.kind === "percentage" ? takes.value : null,
    amount: takes?.kind === "amount" ? takes.value : null,
    minimum: other.minimum,
    together: other.combinesWith.orderDiscounts,
    adds: takes !== null && holdsBeside(other) && (other.product || other.order),
    everything: only === null || !only.complete,
    products: only?.productIds ?? [],
    variants: only?.variantIds ?? [],
    collections: only?.collectionIds ?? [],
  };
}
