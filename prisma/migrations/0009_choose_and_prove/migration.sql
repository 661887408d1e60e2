-- Choosing offers and proving what they earn.

-- Visitors that never see an offer, and those that miss one offer, in basis points. Caps and exclusions as JSON.
alter table shops
  add column global_holdout_bp integer not null default 500,
  add column offer_holdout_bp integer not null default 1000,
  add column offer_rules jsonb not null default '{}',
  add column policy_version integer not null default 0;

-- Whose browser an order came from: the keyed hash that the cart carried.
alter table orders add column visitor text;
create index orders_by_visitor_idx on orders (shop_id, visitor, processed_at) where visitor is not null;

alter table offers
  add column dynamic boolean not null default false,
  add column depths_bp integer[] default array[]::integer[],
  add column pinned_product_id bigint,
  add column excluded_product_ids bigint[] default array[]::bigint[],
  add column margin_floor_bp integer,
  add column daily_limit integer,
  add column discount_budget bigint;

-- Decisions carry what is needed to say why, and to learn from them: the arm, its exact chance, who was held out.
alter table decisions
  add column tracked boolean not null default false,
  add column ghost boolean not null default false,
  add column withheld text,
  add column policy_version integer not null default 0,
  add column context text not null default '',
  add column arm text,
  add column depth_bp integer,
  add column propensity double precision,
  add column experiments jsonb not null default '{}';
create index decisions_shop_id_created_at_shown_idx on decisions (shop_id, created_at) where offer_id is not null;

-- Derived: what is believed of acceptance, one row a compilation. The shop points at the one being served.
create table policy_snapshots (
  shop_id integer not null,
  version integer not null,
  created_at timestamptz(3) not null,
  outcomes integer not null,
  model jsonb not null,
  primary key (shop_id, version)
);

-- Derived: outcomes of arms by the day they were shown or withheld, what policy snapshots are made of.
create table arm_days (
  shop_id integer not null,
  day date not null,
  context text not null,
  offer_id integer not null,
  product_id bigint not null,
  depth_bp integer not null,
  trials integer not null,
  accepts integer not null,
  ghosts integer not null,
  ghost_buys integer not null,
  base_sum double precision not null default 0,
  primary key (shop_id, day, context, offer_id, product_id, depth_bp)
);

create table experiments (
  shop_id integer not null,
  id serial not null,
  kind text not null,
  offer_id integer,
  name text not null,
  status text not null,
  seed text not null,
  arms jsonb not null,
  plans jsonb not null,
  proof boolean not null default false,
  lift_bp integer not null default 1000,
  planned_units integer,
  planned_end timestamptz(3),
  started_at timestamptz(3),
  ended_at timestamptz(3),
  paused_reason text,
  created_at timestamptz(3) not null default current_timestamp,
  updated_at timestamptz(3) not null default current_timestamp,
  primary key (shop_id, id)
);
create index experiments_shop_id_status_idx on experiments (shop_id, status);
create index experiments_shop_id_offer_id_idx on experiments (shop_id, offer_id);

-- The first assignment of a visitor wins. The plan says which weights were in force.
create table exposures (
  shop_id integer not null,
  experiment_id integer not null,
  visitor text not null,
  arm text not null,
  plan integer not null,
  decision_id uuid not null,
  exposed_at timestamptz(3) not null,
  seen_at timestamptz(3),
  customer_id bigint,
  primary key (shop_id, experiment_id, visitor)
);
create index exposures_shop_id_visitor_idx on exposures (shop_id, visitor);
create index exposures_shop_id_decision_id_idx on exposures (shop_id, decision_id);

-- Derived: what an experiment said each day it was read.
create table experiment_looks (
  shop_id integer not null,
  experiment_id integer not null,
  day date not null,
  computed_at timestamptz(3) not null,
  result jsonb not null,
  primary key (shop_id, experiment_id, day)
);

-- Return on objectives: what the merchant wants to move, from where to where, by when, and what it may cost.
create table objectives (
  shop_id integer not null,
  id serial not null,
  name text not null,
  metric text not null,
  baseline double precision not null,
  target double precision not null,
  starts_on date not null,
  ends_on date not null,
  weight double precision not null default 1,
  cost bigint not null default 0,
  archived_at timestamptz(3),
  created_at timestamptz(3) not null default current_timestamp,
  primary key (shop_id, id)
);

alter table policy_snapshots enable row level security;
create policy one_shop on policy_snapshots
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table arm_days enable row level security;
create policy one_shop on arm_days
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table experiments enable row level security;
create policy one_shop on experiments
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table exposures enable row level security;
create policy one_shop on exposures
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table experiment_looks enable row level security;
create policy one_shop on experiment_looks
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

alter table objectives enable row level security;
create policy one_shop on objectives
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);
