-- Whom the shop has had forgotten, as keyed hashes that cannot be turned back: a file made before, or an order in which Shopify still names
-- the customer, must not bring them back.
create table forgotten_customers (
  shop_id integer not null,
  key bytea not null,
  forgotten_at timestamptz(3) not null default current_timestamp,
  primary key (shop_id, key)
);

alter table forgotten_customers enable row level security;
create policy one_shop on forgotten_customers
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

-- Their orders are taken without them.
grant update (customer_id, visitor) on staging.own_orders to crescendo_app;
