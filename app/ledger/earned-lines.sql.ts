/**
 * What of a line the merchant invested, minor units: the discount given on units kept, or on a tripwire what the sale lost where that
 * is more. A loss holds its discount already, so the two are not added up. `a` is an attribution, `f` its offer.
 */
export const INVESTED = "greatest(a.discount, case when f.stage = 'tripwire' then -a.profit else 0 end, 0)";

/**
 * One row a line that an accepted offer sold. Parameters of the text: `$1` the shop, `$2` and `$3` the period (ISO moments, from and
 * before, or null). `filter` is put into the condition, where `a` is the attribution. Minor units:
 * - sold: the line after discounts, as ordered; refunded: what of it units that went back, units removed and other refunds took
 * - revenue = sold - refunded; profit = revenue - cost - fees; invested: see INVESTED
 */
export function earnedLines(filter = ""): string {
  return `
    select a.order_id, a.line_id, a.offer_id, a.customer_id, a.ordered_at, a.quantity, l.unit_price * l.quantity - l.discount as sold,
      l.unit_price * l.quantity - l.discount - a.revenue as refunded, a.revenue, a.discount, l.discount as discount_as_ordered, a.cost, a.fees, a.profit,
      ${INVESTED} as invested, coalesce(f.stage, 'deleted') as stage, coalesce(d.placement, 'unknown') as placement, o.source_name as source,
      case when a.customer_id is null then 'guest' when v.first_order_at < a.ordered_at then 'returning' else 'new' end as buyer
    from attributions a
    join orders o on o.shop_id = $1 and o.id = a.order_id and not o.test and o.cancelled_at is null
    join order_lines l on l.shop_id = $1 and l.order_id = a.order_id and l.id = a.line_id
    left join offers f on f.shop_id = $1 and f.id = a.offer_id
    left join decisions d on d.shop_id = $1 and d.id = a.decision_id
    left join customer_values v on v.shop_id = $1 and v.customer_id = a.customer_id
    where a.shop_id = $1 and ($2::timestamptz is null or a.ordered_at >= $2) and ($3::timestamptz is null or a.ordered_at < $3) ${filter}`;
}

/** Sums over such lines, by the names of `Earned`. */
export const EARNED_SUMS = `
  count(distinct order_id) filter (where quantity > 0)::int as orders, coalesce(sum(sold), 0)::float8 as sold, coalesce(sum(refunded), 0)::float8 as refunded,
  coalesce(sum(revenue), 0)::float8 as revenue, coalesce(sum(discount), 0)::float8 as discount, coalesce(sum(cost), 0)::float8 as cost,
  coalesce(sum(fees), 0)::float8 as fees, coalesce(sum(profit), 0)::float8 as profit, coalesce(sum(invested), 0)::float8 as invested`;
