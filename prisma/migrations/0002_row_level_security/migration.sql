-- The second wall between shops. The app works under a role that owns nothing (created before the first
-- migration), and a row is visible only when the transaction has named its shop: a query that forgets the
-- shop sees no row instead of every row.
grant usage on schema public to crescendo_app;
grant select, insert, update, delete on all tables in schema public to crescendo_app;
grant usage, select on all sequences in schema public to crescendo_app;
alter default privileges in schema public grant select, insert, update, delete on tables to crescendo_app;
alter default privileges in schema public grant usage, select on sequences to crescendo_app;

alter table customers enable row level security;
create policy one_shop on customers
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table products enable row level security;
create policy one_shop on products
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table variants enable row level security;
create policy one_shop on variants
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table unit_costs enable row level security;
create policy one_shop on unit_costs
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table orders enable row level security;
create policy one_shop on orders
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table order_lines enable row level security;
create policy one_shop on order_lines
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table refunds enable row level security;
create policy one_shop on refunds
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table deleted_orders enable row level security;
create policy one_shop on deleted_orders
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table sync_runs enable row level security;
create policy one_shop on sync_runs
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table sync_parts enable row level security;
create policy one_shop on sync_parts
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table set_aside enable row level security;
create policy one_shop on set_aside
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table webhook_inbox enable row level security;
create policy one_shop on webhook_inbox
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table customer_values enable row level security;
create policy one_shop on customer_values
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table offers enable row level security;
create policy one_shop on offers
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table publications enable row level security;
create policy one_shop on publications
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table decisions enable row level security;
create policy one_shop on decisions
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table decision_events enable row level security;
create policy one_shop on decision_events
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table attributions enable row level security;
create policy one_shop on attributions
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table co_purchases enable row level security;
create policy one_shop on co_purchases
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table privacy_requests enable row level security;
create policy one_shop on privacy_requests
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);
