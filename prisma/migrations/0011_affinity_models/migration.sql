-- What is served of affinity: the engine's neighbours, those of EASE, and how a shop mixes them.

-- Derived, and made by a simpler rule until now: each shop's next rebuild writes its own anew.
truncate co_purchases;
alter table co_purchases
  alter column scores type real[],
  add column ease_ids bigint[],
  add column ease_scores real[],
  add column orders integer not null,
  add column popularity double precision not null,
  add column repeat_days real;

-- One row a version, for what concerns all products of a shop. The packed columns hold little-endian numbers, an entry a product,
-- products rising by id: a process reads those of 100,000 products in some fifty milliseconds and keeps them, because a version never changes.
create table affinity_models (
  shop_id integer not null,
  version integer not null,
  read_at timestamptz(3) not null,
  built_at timestamptz(3) not null,
  build_ms integer not null,
  orders integer not null,
  products integer not null,
  recipes jsonb not null,
  settings jsonb not null,
  calibration jsonb not null,
  validation jsonb not null,
  product_ids bytea not null,
  product_orders bytea not null,
  product_popularity bytea not null,
  product_repeat_days bytea not null,
  popular_small bytea not null,
  popular_large bytea,
  primary key (shop_id, version)
);

alter table affinity_models enable row level security;
create policy one_shop on affinity_models
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);
