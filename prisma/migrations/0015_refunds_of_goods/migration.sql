-- What refunds took from revenue is goods' part of them alone, as in app/value/refunded-revenue.ts: until now tax and shipping given back
-- were taken from revenue that never held them.
update order_values v set refunded = o.taken
from (
  select o.shop_id, o.id, case when o.revenue > 0 and o.back > 0 then least(o.revenue, greatest(
    case when o.paid > o.revenue then round(o.back::numeric * o.revenue / o.paid) else o.back end, least(o.goods_gone, o.back)))::bigint else 0 end as taken
  from (
    select o.shop_id, o.id, v.revenue, o.refunded - l.gift_cards_gone as back, o.total - l.gift_cards_gone as paid, l.goods_gone
    from order_values v
    join orders o on o.shop_id = v.shop_id and o.id = v.order_id
    cross join lateral (
      select coalesce(sum(case when l.is_gift_card then case when l.quantity > 0 then round((l.unit_price * l.quantity - l.discount)::numeric * (l.quantity - l.current_quantity) / l.quantity) else 0 end else 0 end), 0)::bigint as gift_cards_gone,
        coalesce(sum(case when l.is_gift_card then 0 else case when l.quantity > 0 then round((l.unit_price * l.quantity - l.discount)::numeric * (l.quantity - l.current_quantity) / l.quantity) else 0 end end), 0)::bigint as goods_gone
      from order_lines l where l.shop_id = o.shop_id and l.order_id = o.id
    ) l
    where v.refunded > 0
  ) o
) o
where v.shop_id = o.shop_id and v.order_id = o.id and v.refunded <> o.taken;

-- The same sums as app/value/customer-summary.sql.ts, for customers whose refunds changed by that.
update customer_values c set refunded = s.refunded, profit = s.profit, first_day = s.first_day, last_day = s.last_day, order_days = s.order_days,
  spend = s.spend, first_spend = s.first_spend
from (
  select shop_id, customer_id, sum(refunded) as refunded, sum(revenue - refunded - cost - fees) as profit, min(paid_day) as first_day,
    max(paid_day) as last_day, count(distinct paid_day) as order_days,
    coalesce(sum(revenue - refunded) filter (where paid_day is not null), 0) as spend,
    coalesce(sum(revenue - refunded) filter (where paid_day = first_paid_day), 0) as first_spend
  from (
    select *, min(paid_day) over (partition by shop_id, customer_id) as first_paid_day
    from (select o.*, case when o.revenue > o.refunded then o.day end as paid_day from order_values o where o.customer_id is not null) dated
  ) summed
  group by shop_id, customer_id
) s
where c.shop_id = s.shop_id and c.customer_id = s.customer_id and c.refunded <> s.refunded;

update value_models m set repeat_now = (
  select coalesce(sum(order_days - 1) filter (where order_days > 0), 0) from customer_values c where c.shop_id = m.shop_id
)
where m.version = (select max(version) from value_models l where l.shop_id = m.shop_id);

-- The night's figures of a customer, so that an export says what the totals were made from. Empty until the next night.
alter table customer_scores add column p_order double precision;
alter table customer_scores add column clv_low double precision;
alter table customer_scores add column clv_high double precision;

-- Scores and groups by recency, frequency and money, made with the ranked list: each is a rank among all of the shop's customers.
create table customer_rfm (
  shop_id integer not null,
  customer_id bigint not null,
  recency smallint not null,
  frequency smallint not null,
  money smallint not null,
  rfm_group text not null,
  primary key (shop_id, customer_id)
);

alter table customer_rfm enable row level security;
create policy one_shop on customer_rfm
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

-- For shops that have customers already: the same as app/value/rfm.sql.ts.
insert into customer_rfm (shop_id, customer_id, recency, frequency, money, rfm_group)
select shop_id, customer_id, recency, frequency, money,
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
    select shop_id, customer_id, orders,
      (1 + floor(5 * (rank() over (partition by shop_id order by last_order_at) - 1 + count(*) over (partition by shop_id, last_order_at) / 2.0) / count(*) over (partition by shop_id)))::int as recency,
      (1 + floor(5 * (rank() over (partition by shop_id order by orders) - 1 + count(*) over (partition by shop_id, orders) / 2.0) / count(*) over (partition by shop_id)))::int as frequency,
      (1 + floor(5 * (rank() over (partition by shop_id order by revenue - refunded) - 1 + count(*) over (partition by shop_id, revenue - refunded) / 2.0) / count(*) over (partition by shop_id)))::int as money
    from customer_values
  ) scored
) levelled;

-- A quarter forecast is told from its first day, not from the last day known before it.
update value_models set detail = jsonb_set(detail, '{backtest}', (
  select jsonb_agg(jsonb_set(period, '{from}', to_jsonb(to_char((period->>'from')::date + 1, 'YYYY-MM-DD'))) order by place)
  from jsonb_array_elements(detail->'backtest') with ordinality told (period, place)
))
where jsonb_array_length(detail->'backtest') > 0;
