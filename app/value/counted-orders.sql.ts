import { refundedRevenueSql } from "./refunded-revenue.ts";

/**
 * One row a counted order (not test, not cancelled), the one definition every figure is made from. Parameters of the
 * text: `$1` the shop. `filter` is put into the order's condition. Amounts are exact integers of minor units:
 * - revenue: subtotal less gift_cards, what gift cards cost (a gift card is a debt, not a sale)
 * - refunded: what refunds took of that; of what was given back, the gift cards that went back are taken off first
 * - cost: units still with the customer x their cost when sold; where Shopify held none, the shop's assumed part of
 *   the unit's price, which is also summed as assumed_cost
 * - fees: the shop's payment fee on the money kept, and its fixed part for every order that was paid. What was paid for gift cards bears
 *   none here: the order that a gift card pays for bears the fee of its whole total, and the same money's fee would count twice
 */
export function countedOrders(filter: string): string {
  return `
    select o.id, o.customer_id, o.processed_at, o.discounts, l.lines,
      o.subtotal - l.gift_cards as revenue,
      l.gift_cards,
      ${REFUNDED} as refunded,
      l.known_cost + l.assumed_cost as cost,
      l.assumed_cost,
      case when l.gift_cards > 0 and o.subtotal <= l.gift_cards then 0
        else (greatest(o.total - l.gift_cards - greatest(o.refunded - l.gift_cards_gone, 0), 0) * s.payment_fee_bp + 5000) / 10000
          + case when o.total > l.gift_cards then s.payment_fee_fixed else 0 end end as fees
    from orders o
    join shops s on s.id = o.shop_id
    cross join lateral (
      select count(*) as lines,
        coalesce(sum(case when l.is_gift_card then l.unit_price * l.quantity - l.discount else 0 end), 0)::bigint as gift_cards,
        coalesce(sum(case when l.is_gift_card then ${GONE} else 0 end), 0)::bigint as gift_cards_gone,
        coalesce(sum(case when l.is_gift_card then 0 else ${GONE} end), 0)::bigint as goods_gone,
        coalesce(sum(case when l.is_gift_card then 0 else l.unit_cost * l.current_quantity end), 0)::bigint as known_cost,
        coalesce(sum(case when l.is_gift_card or l.unit_cost is not null then 0 else (l.unit_price * l.current_quantity * s.assumed_cost_bp + 5000) / 10000 end), 0)::bigint as assumed_cost
      from order_lines l where l.shop_id = o.shop_id and l.order_id = o.id
    ) l
    where o.shop_id = $1 and not o.test and o.cancelled_at is null ${filter}`;
}

/** What a line's units were sold for that are not the customer's any more. */
const GONE =
  "case when l.quantity > 0 then round((l.unit_price * l.quantity - l.discount)::numeric * (l.quantity - l.current_quantity) / l.quantity) else 0 end";

const REFUNDED = refundedRevenueSql({
  revenue: "(o.subtotal - l.gift_cards)",
  total: "(o.total - l.gift_cards_gone)",
  refunded: "(o.refunded - l.gift_cards_gone)",
  gone: "l.goods_gone",
});
