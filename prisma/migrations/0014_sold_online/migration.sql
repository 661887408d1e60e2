-- Whether a shopper can put a product into the cart of the online store: published there, and not by subscription only. Until Shopify
-- has told otherwise every product counts as sold.
alter table products add column sold_online boolean not null default true;
alter table staging.products add column sold_online boolean not null default true;
grant insert (sold_online) on staging.products to crescendo_app;
create or replace view staging.own_products with (security_barrier) as select * from staging.products where shop_id = nullif(current_setting('app.shop_id', true), '')::int;
