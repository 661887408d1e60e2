/**
 * Ranks every customer of the shop (`$1`) who bought something: RFM scores and group, one row each. Who bought nothing but gift cards or free
 * articles is in no group. A score is the fifth that the customer's middle rank among all falls
 * in, so that customers alike share one: many one-order customers get the same frequency, and a single customer gets 3. Recency by the last
 * order, frequency by orders, money by net revenue. Groups go by recency and the mean of the other two.
 */
export const RANK_CUSTOMERS = `
  insert into customer_rfm (shop_id, customer_id, recency, frequency, money, rfm_group)
  select $1::int, customer_id, recency, frequency, money,
    case
      when recency >= 4 and orders = 1 then case when recency = 5 then 'new' else 'promising' end
      when (recency = 5 and level >= 4) or (recency = 4 and level = 5) then 'champions'
      when recency >= 3 and level >= 4 then 'loyal'
      when recency >= 4 and level = 3 then 'active'
      when recency >= 4 then 'promising'
      when recency = 3 then 'needs_attention'
      when recency = 2 and level >= 3 then 'at_risk'
      when recency = 1 and level >= 4 then 'previously_loyal'
      when recency = 2 or level = 3 then 'almost_lost'
      else 'dormant'
    end
  from (
    select scored.*, (frequency + money + 1) / 2 as level
    from (
      select customer_id, orders, ${score("last_order_at")} as recency, ${score("orders")} as frequency, ${score("revenue - refunded")} as money
      from customer_values v where shop_id = $1 and revenue > 0
    ) scored
  ) levelled`;

/** Middle rank (0 to 1) in fifths, 1 to 5. */
function score(figure: string): string {
  return `(1 + floor(5 * (rank() over (order by ${figure}) - 1 + count(*) over (partition by ${figure}) / 2.0) / count(*) over ()))::int`;
}
