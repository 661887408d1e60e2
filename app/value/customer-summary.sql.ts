const COLUMNS =
  "customer_id, orders, revenue, refunded, discounts, cost, fees, profit, assumed_cost, first_order_at, last_order_at, first_day, last_day, order_days, spend, first_spend";

/**
 * Writes one row a customer over the orders that `filter` takes from `order_values o` (`$1` the shop). The forecast's part of it counts
 * days with an order that is worth something after refunds, in the shop's time zone. Rebuilding, recomputing a customer and adding new
 * orders all take their figures from this one text.
 */
export function insertSummaries(filter: string): string {
  return `
  insert into customer_values as kept (shop_id, ${COLUMNS})
  select $1::int, customer_id, count(*), sum(revenue), sum(refunded), sum(discounts), sum(cost), sum(fees),
    sum(revenue - refunded - cost - fees), sum(assumed_cost), min(processed_at), max(processed_at),
    min(paid_day), max(paid_day), count(distinct paid_day), coalesce(sum(revenue - refunded) filter (where paid_day is not null), 0),
    coalesce(sum(revenue - refunded) filter (where paid_day = first_paid_day), 0)
  from (
    select *, min(paid_day) over (partition by customer_id) as first_paid_day
    from (
      select o.*, case when o.revenue > o.refunded then o.day end as paid_day
      from order_values o where o.shop_id = $1 and o.customer_id is not null ${filter}
    ) dated
  ) summed
  group by customer_id`;
}

/**
 * Joins the summary of new orders (excluded) to the one kept, where every new order is later than all that is known of the customer: no
 * other order need be read. Elsewhere nothing is written.
 */
export const APPEND_LATER = `
  on conflict (shop_id, customer_id) do update set
    ${["orders", "revenue", "refunded", "discounts", "cost", "fees", "profit", "assumed_cost", "spend"].map((sum) => `${sum} = kept.${sum} + excluded.${sum}`).join(", ")},
    last_order_at = excluded.last_order_at,
    first_day = coalesce(kept.first_day, excluded.first_day),
    last_day = coalesce(excluded.last_day, kept.last_day),
    order_days = kept.order_days + excluded.order_days - case when excluded.first_day = kept.last_day then 1 else 0 end,
    first_spend = kept.first_spend + case when coalesce(kept.first_day, excluded.first_day) = excluded.first_day then excluded.first_spend else 0 end
  where excluded.first_order_at > kept.last_order_at and coalesce(excluded.first_day >= kept.last_day, true)`;
