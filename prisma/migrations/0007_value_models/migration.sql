-- What the models need to know of a customer: days with a paid order in the shop's time zone, and what they brought.
alter table customer_values
  add column first_day date,
  add column last_day date,
  add column order_days integer not null default 0,
  add column spend bigint not null default 0,
  add column first_spend bigint not null default 0;

-- Every fit of a shop: its parameters, what it rests on and how it did before. Derived, like the scores below.
create table value_models (
  shop_id integer not null,
  version integer not null,
  fitted_at timestamptz(3) not null,
  fit_ms integer not null,
  order_model text not null,
  params double precision[],
  gamma_gamma double precision[],
  repeat_orders integer not null,
  forecast jsonb not null,
  detail jsonb not null,
  primary key (shop_id, version)
);

alter table value_models enable row level security;
create policy one_shop on value_models
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);

-- The ranked list: what sorting and totals need, made nightly and after a fit. What a page shows is computed when it is read.
create table customer_scores (
  shop_id integer not null,
  customer_id bigint not null,
  p_alive double precision not null,
  expected_orders double precision not null,
  expected_spend double precision not null,
  clv double precision not null,
  priority double precision not null,
  primary key (shop_id, customer_id)
);

create index customer_scores_shop_id_clv_idx on customer_scores (shop_id, clv desc);
create index customer_scores_shop_id_priority_idx on customer_scores (shop_id, priority desc);

alter table customer_scores enable row level security;
create policy one_shop on customer_scores
  using (shop_id = nullif(current_setting('app.shop_id', true), '')::int)
  with check (shop_id = nullif(current_setting('app.shop_id', true), '')::int);
