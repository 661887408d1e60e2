-- Derived: what every counted order is worth, kept in the transaction that changes the order. Figures of a store add up these
-- narrow rows and need not go through every line of every order each time.
create table order_values (
  shop_id integer not null,
  order_id bigint not null,
  customer_id bigint,
  processed_at timestamptz(3) not null,
  day date not null,
  lines integer not null,
  revenue bigint not null,
  gift_cards bigint not null,
  refunded bigint not null,
  discounts bigint not null,
  cost bigint not null,
  assumed_cost bigint not null,
  fees bigint not null,
  primary key (shop_id, order_id)
);

create index order_values_shop_id_customer_id_idx on order_values (shop_id, customer_id);
create index order_values_shop_id_processed_at_idx on order_values (shop_id, processed_at);

alter table order_values enable row level security;
create policy one_shop on order_values
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

-- Shops that have orders already: the same amounts as app/value/counted-orders.sql.ts.
insert into order_values (shop_id, order_id, customer_id, processed_at, day, lines, revenue, gift_cards, refunded, discounts, cost, assumed_cost, fees)
select o.shop_id, o.id, o.customer_id, o.processed_at, (o.processed_at at time zone s.timezone)::date, coalesce(l.lines, 0), o.subtotal - coalesce(l.gift_cards, 0),
  coalesce(l.gift_cards, 0), o.refunded, o.discounts, coalesce(l.known_cost + l.assumed_cost, 0), coalesce(l.assumed_cost, 0),
  (greatest(o.total - o.refunded, 0) * s.payment_fee_bp + 5000) / 10000 + case when o.total > 0 then s.payment_fee_fixed else 0 end
from orders o
join shops s on s.id = o.shop_id
left join (
  select l.shop_id, l.order_id, count(*) as lines,
    sum(case when l.is_gift_card then l.unit_price * l.quantity - l.discount else 0 end)::bigint as gift_cards,
    sum(case when l.is_gift_card then 0 else coalesce(l.unit_cost * l.current_quantity, 0) end)::bigint as known_cost,
    sum(case when l.is_gift_card or l.unit_cost is not null then 0 else (l.unit_price * l.current_quantity * s.assumed_cost_bp + 5000) / 10000 end)::bigint as assumed_cost
  from order_lines l join shops s on s.id = l.shop_id group by l.shop_id, l.order_id
) l on l.shop_id = o.shop_id and l.order_id = o.id
where not o.test and o.cancelled_at is null;

-- Repeat orders known now, kept up with every batch of orders: compared with those the fit knew it tells when to fit again.
alter table value_models add column repeat_now integer not null default 0;
update value_models set repeat_now = repeat_orders;

-- As for facts: what was just written in bulk is planned for as if it were not there until PostgreSQL looks.
create function analyze_values() returns void language sql security definer set search_path = public
  as 'analyze order_values, customer_values';
revoke all on function analyze_values() from public;
grant execute on function analyze_values() to crescendo_app;
