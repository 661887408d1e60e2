-- Where rows from Shopify wait between download and merge. COPY does not work on tables with row-level
-- security, so the wall between shops is built differently here: the app may not name the shop of a row it
-- writes (the column is filled from the transaction's shop and no privilege is given on it), and it reads,
-- marks and deletes only through views that show one shop. UNLOGGED: a crash of the server empties these
-- tables, staging.progress with them, and the download then begins again.
create schema staging;
grant usage on schema staging to crescendo_app;
create sequence staging.batch;
grant usage on sequence staging.batch to crescendo_app;

create unlogged table staging.orders (
  shop_id int not null default nullif(current_setting('app.shop_id', true), '')::int,
  run_id bigint not null,
  id bigint not null,
  name text not null,
  customer_id bigint,
  created_at timestamptz(3) not null,
  processed_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  cancelled_at timestamptz(3),
  test boolean not null,
  source_name text not null,
  subtotal bigint not null,
  discounts bigint not null,
  refunded bigint not null,
  total bigint not null,
  taken boolean not null default false
);

create unlogged table staging.lines (
  shop_id int not null default nullif(current_setting('app.shop_id', true), '')::int,
  run_id bigint not null,
  order_id bigint not null,
  id bigint not null,
  product_id bigint,
  variant_id bigint,
  title text not null,
  quantity int not null,
  current_quantity int not null,
  unit_price bigint not null,
  discount bigint not null,
  is_gift_card boolean not null,
  offer_id int,
  decision_id uuid
);

create unlogged table staging.refunds (
  shop_id int not null default nullif(current_setting('app.shop_id', true), '')::int,
  run_id bigint not null,
  order_id bigint not null,
  id bigint not null,
  created_at timestamptz(3) not null,
  amount bigint not null
);

create unlogged table staging.customers (
  shop_id int not null default nullif(current_setting('app.shop_id', true), '')::int,
  run_id bigint not null,
  id bigint not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null
);

create unlogged table staging.products (
  shop_id int not null default nullif(current_setting('app.shop_id', true), '')::int,
  run_id bigint not null,
  id bigint not null,
  title text not null,
  handle text not null,
  status text not null,
  product_type text not null,
  vendor text not null,
  image_url text,
  is_gift_card boolean not null,
  updated_at timestamptz(3) not null,
  taken boolean not null default false
);

create unlogged table staging.variants (
  shop_id int not null default nullif(current_setting('app.shop_id', true), '')::int,
  run_id bigint not null,
  product_id bigint not null,
  id bigint not null,
  inventory_item_id bigint not null,
  title text not null,
  sku text not null,
  price bigint not null,
  available_for_sale boolean not null,
  inventory_quantity int,
  updated_at timestamptz(3) not null,
  unit_cost bigint
);

create unlogged table staging.collections (
  shop_id int not null default nullif(current_setting('app.shop_id', true), '')::int,
  run_id bigint not null,
  product_id bigint not null,
  id bigint not null
);

-- ids and times of every object of a kind, to find what is missing or was deleted
create unlogged table staging.seen (
  shop_id int not null default nullif(current_setting('app.shop_id', true), '')::int,
  run_id bigint not null,
  id bigint not null,
  updated_at timestamptz(3) not null
);

-- how many lines are staged, written together with them, missing after a crash of the server
create unlogged table staging.progress (
  shop_id int not null default nullif(current_setting('app.shop_id', true), '')::int,
  run_id bigint not null,
  part text not null,
  lines_read int not null
);

create index on staging.orders (shop_id, run_id);
-- by far the most rows: an index that costs next to nothing while they are written
create index on staging.lines using brin (shop_id, run_id) with (pages_per_range = 32, autosummarize = on);
create index on staging.refunds (shop_id, run_id);
create index on staging.customers (shop_id, run_id);
create index on staging.products (shop_id, run_id);
create index on staging.variants (shop_id, run_id);
create index on staging.collections (shop_id, run_id);
create index on staging.seen (shop_id, run_id);
create index on staging.progress (shop_id, run_id);

grant insert (run_id, id, name, customer_id, created_at, processed_at, updated_at, cancelled_at, test, source_name, subtotal, discounts, refunded, total) on staging.orders to crescendo_app;
grant insert (run_id, order_id, id, product_id, variant_id, title, quantity, current_quantity, unit_price, discount, is_gift_card, offer_id, decision_id) on staging.lines to crescendo_app;
grant insert (run_id, order_id, id, created_at, amount) on staging.refunds to crescendo_app;
grant insert (run_id, id, created_at, updated_at) on staging.customers to crescendo_app;
grant insert (run_id, id, title, handle, status, product_type, vendor, image_url, is_gift_card, updated_at) on staging.products to crescendo_app;
grant insert (run_id, product_id, id, inventory_item_id, title, sku, price, available_for_sale, inventory_quantity, updated_at, unit_cost) on staging.variants to crescendo_app;
grant insert (run_id, product_id, id) on staging.collections to crescendo_app;
grant insert (run_id, id, updated_at) on staging.seen to crescendo_app;
grant insert (run_id, part, lines_read) on staging.progress to crescendo_app;

create view staging.own_orders with (security_barrier) as select * from staging.orders where shop_id = nullif(current_setting('app.shop_id', true), '')::int;
create view staging.own_lines with (security_barrier) as select * from staging.lines where shop_id = nullif(current_setting('app.shop_id', true), '')::int;
create view staging.own_refunds with (security_barrier) as select * from staging.refunds where shop_id = nullif(current_setting('app.shop_id', true), '')::int;
create view staging.own_customers with (security_barrier) as select * from staging.customers where shop_id = nullif(current_setting('app.shop_id', true), '')::int;
create view staging.own_products with (security_barrier) as select * from staging.products where shop_id = nullif(current_setting('app.shop_id', true), '')::int;
create view staging.own_variants with (security_barrier) as select * from staging.variants where shop_id = nullif(current_setting('app.shop_id', true), '')::int;
create view staging.own_collections with (security_barrier) as select * from staging.collections where shop_id = nullif(current_setting('app.shop_id', true), '')::int;
create view staging.own_seen with (security_barrier) as select * from staging.seen where shop_id = nullif(current_setting('app.shop_id', true), '')::int;
create view staging.own_progress with (security_barrier) as select * from staging.progress where shop_id = nullif(current_setting('app.shop_id', true), '')::int;

grant select, delete on staging.own_orders, staging.own_lines, staging.own_refunds, staging.own_customers, staging.own_products, staging.own_variants, staging.own_collections, staging.own_seen, staging.own_progress to crescendo_app;
grant update (taken) on staging.own_orders, staging.own_products to crescendo_app;
grant update (lines_read) on staging.own_progress to crescendo_app;
