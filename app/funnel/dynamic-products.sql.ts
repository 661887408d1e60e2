/**
 * Products a dynamic offer may offer: active, sold in the online store, no gift card, not excluded by the offer or the shop, a variant for sale that
 * reaches the margin floor after the discount; one row a product. Parameters of the text: `$1` the shop, `$2` the discount and
 * `$3` the floor (basis points, null: the shop's), `$4` the offer's excluded products. The arithmetic is that of offer-price.ts.
 */
export const DYNAMIC_PRODUCTS = `
  select distinct v.product_id
  from variants v
  join products p on p.shop_id = v.shop_id and p.id = v.product_id
  join shops s on s.id = v.shop_id
  left join lateral (
    select amount from unit_costs where shop_id = v.shop_id and variant_id = v.id and valid_from <= now() order by valid_from desc limit 1
  ) c on true
  cross join lateral (select v.price - (v.price * $2::int + 5000) / 10000 as paid) sale
  where v.shop_id = $1 and v.available_for_sale and v.price > 0
    and p.deleted_at is null and lower(p.status) = 'active' and not p.is_gift_card and p.sold_online
    and p.id <> all($4::bigint[]) and not coalesce(s.offer_rules->'excludedProductIds', '[]') ? p.id::text
    and sale.paid > 0
    and (sale.paid - coalesce(c.amount, (v.price * s.assumed_cost_bp + 5000) / 10000) - (sale.paid * s.payment_fee_bp + 5000) / 10000) * 10000
        >= sale.paid * coalesce($3::int, s.margin_floor_bp)`;
