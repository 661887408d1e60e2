import { refundedRevenueSql } from "../value/refunded-revenue.ts";

const REFUNDED = refundedRevenueSql({
  revenue: "max(subtotal)",
  total: "max(total)",
  refunded: "max(refunded)",
  gone: "round(sum(net * (1 - kept)))",
});

/**
 * What the accepted lines of orders earned ($1 shop, $2 order ids), one row a line that carries a decision,
 * with `fault` null where it may be attributed. Minor units.
 *
 * Kept units are those neither refunded nor removed. revenue = line total after discounts x kept / quantity,
 * less the line's part of refunds that name no units; fees = the payment's percentage of revenue plus the
 * line's part of the fixed fee among goods, as gift cards bear none; profit = revenue - cost - fees. Of a refund that counts which value counts too
 * (app/value/refunded-revenue.ts), and what units do not explain of it is spread over the kept lines in proportion
 * to their revenue. The discount is the offer's own part: at most what the decision took off a unit, for as many units as have
 * it in one order; what codes and other discounts took is theirs, though profit is what they left.
 *
 * A decision answers one order: of the counted orders with a line that truly answers it, the first by processed_at and
 * id. That depends on the facts alone, not on which order was seen first.
 */
export const ACCEPTED_LINES = `
  with chosen as (
    select o.id, o.customer_id, o.processed_at, o.subtotal::numeric as subtotal, o.total::numeric as total, o.refunded::numeric as refunded
    from orders o
    where o.shop_id = $1 and o.id = any($2::bigint[]) and o.cancelled_at is null and not o.test
      and exists (select from order_lines l where l.shop_id = $1 and l.order_id = o.id and l.decision_id is not null)
  ), line as (
    select l.*, o.customer_id, o.processed_at, o.subtotal, o.total, o.refunded,
      (l.unit_price * l.quantity - l.discount)::numeric as net,
      case when l.quantity > 0 then l.current_quantity::numeric / l.quantity else 0 end as kept
    from chosen o join order_lines l on l.shop_id = $1 and l.order_id = o.id
  ), whole as (
    select order_id, sum(net) as net, sum(net * kept) as kept_net, sum(net * kept) filter (where not is_gift_card) as kept_goods,
      greatest(0, ${REFUNDED} - sum(net * (1 - kept))) as unexplained
    from line group by order_id
  ), priced as (
    select line.*, d.id as known_decision, d.ghost, d.offer_id as decided_offer, d.variant_id as decided_variant, dv.product_id as decided_product,
      round(line.net * kept - case when whole.kept_net > 0 then least(whole.unexplained, whole.kept_net) * line.net * kept / whole.kept_net else 0 end) as revenue,
      least(round(line.discount * kept), (d.price - d.discounted_price) * least(line.current_quantity, coalesce(f.max_quantity, line.current_quantity))) as given,
      line.current_quantity * coalesce(line.unit_cost, c.amount, round(line.unit_price * s.assumed_cost_bp / 10000.0)) as cost,
      s.payment_fee_bp, s.payment_fee_fixed,
      case when whole.kept_goods > 0 and not line.is_gift_card then line.net * kept / whole.kept_goods else 0 end as part
    from line
    join whole on whole.order_id = line.order_id
    join shops s on s.id = $1
    left join decisions d on d.shop_id = $1 and d.id = line.decision_id
    left join offers f on f.shop_id = $1 and f.id = d.offer_id
    left join variants dv on dv.shop_id = $1 and dv.id = d.variant_id
    left join lateral (
      select amount from unit_costs where shop_id = $1 and variant_id = line.variant_id and valid_from <= line.processed_at order by valid_from desc limit 1
    ) c on true
    where line.decision_id is not null
  ), accepted as (
    select order_id, id as line_id, decision_id, offer_id, customer_id, processed_at as ordered_at, current_quantity as quantity, revenue, given as discount, cost,
      round(revenue * payment_fee_bp / 10000.0 + payment_fee_fixed * part) as fees,
      case
        when known_decision is null then 'unknown_decision'
        when decided_offer is null or offer_id is distinct from decided_offer then 'offer_mismatch'
        when variant_id is distinct from decided_variant and (decided_product is null or product_id is distinct from decided_product) then 'product_mismatch'
        when ghost then 'withheld'
        when exists (
          select from order_lines l join orders o on o.shop_id = $1 and o.id = l.order_id
          where l.shop_id = $1 and l.decision_id = priced.decision_id and l.offer_id = decided_offer
            and (l.variant_id is not distinct from decided_variant or l.product_id = decided_product)
            and o.cancelled_at is null and not o.test and (o.processed_at, o.id) < (priced.processed_at, priced.order_id)
        ) then 'replayed'
      end as fault
    from priced
  )`;

/** The orders of `$2` and those that share a decision with them, now or before they were restated. */
export const SHARING_ORDERS = `
  select l.order_id as id from order_lines l where l.shop_id = $1 and l.decision_id in (
    select decision_id from order_lines where shop_id = $1 and order_id = any($2::bigint[]) and decision_id is not null
    union select decision_id from attributions where shop_id = $1 and order_id = any($2::bigint[])
  )
  union select unnest($2::bigint[])`;
