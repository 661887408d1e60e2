import type { OfferDraft } from "../offers/offer.ts";

type Offering = Pick<OfferDraft, "productIds" | "pinnedProductId" | "dynamic" | "discount" | "marginFloorBp" | "excludedProductIds">;

/** How many parameters the text of `offeredUnits` takes. */
export const OFFERED_UNITS_TAKE = 5;

/**
 * What an offer may offer, one row a variant that has a price: `product_id`, `title`, `collection_ids`, `variant_id`, `price`, `cost`, `fee_bp`,
 * `floor_bp`, `alone` (what a shopper pays at the offer's full discount) and `available`. Of the products that it names and pins every
 * variant; of those that a dynamic one finds (active, sold in the online store, no gift card, not excluded by the offer or the shop) each that
 * is for sale and reaches the margin floor at the full discount. The arithmetic is that of offer-price.ts.
 */
export function offeredUnits(offer: Offering): { text: string; values: unknown[] } {
  const named = [...new Set([...offer.productIds, ...(offer.pinnedProductId === null ? [] : [offer.pinnedProductId])])];
  const off = offer.discount.kind === "percentage" ? "(v.price * $2::bigint + 5000) / 10000" : "least(v.price, $2::bigint)";
  return {
    text: `
      select v.product_id, p.title, p.collection_ids, v.id as variant_id, v.price, one.cost, s.payment_fee_bp as fee_bp, one.floor_bp, one.alone,
        v.available_for_sale and (v.inventory_quantity is null or coalesce((s.offer_rules->>'safetyStock')::int, 0) = 0
          or v.inventory_quantity > (s.offer_rules->>'safetyStock')::int) as available
      from variants v
      join products p on p.shop_id = v.shop_id and p.id = v.product_id
      join shops s on s.id = v.shop_id
      left join lateral (
        select amount from unit_costs where shop_id = v.shop_id and variant_id = v.id and valid_from <= now() order by valid_from desc limit 1
      ) c on true
      cross join lateral (
        select v.price - ${off} as alone, coalesce(c.amount, (v.price * s.assumed_cost_bp + 5000) / 10000) as cost, coalesce($3::int, s.margin_floor_bp) as floor_bp
      ) one
      where v.shop_id = $1 and v.price > 0 and p.deleted_at is null and (p.id = any($5::bigint[]) or ${offer.dynamic} and ${FOUND})`,
    values: [offer.discount.value, offer.marginFloorBp, offer.excludedProductIds, named],
  };
}

const FOUND = `(v.available_for_sale and lower(p.status) = 'active' and not p.is_gift_card and p.sold_online
  and p.id <> all($4::bigint[]) and not coalesce(s.offer_rules->'excludedProductIds', '[]') ? p.id::text
  and one.alone > 0 and (one.alone - one.cost - (one.alone * s.payment_fee_bp + 5000) / 10000) * 10000 >= one.alone * one.floor_bp)`;
