-- An index over every line made up half the time of a first sync. What looks lines up by product are the costs that
-- become known later, and they concern only lines that have none. Decisions stand on few lines.
DROP INDEX "order_lines_shop_id_product_id_idx";
CREATE INDEX "order_lines_without_cost_idx" ON "order_lines"("shop_id", "variant_id") WHERE "unit_cost" IS NULL;
CREATE INDEX "order_lines_with_decision_idx" ON "order_lines"("shop_id", "decision_id") WHERE "decision_id" IS NOT NULL;

-- Asked once a statement which shop it is, not once a row.
create or replace view staging.own_lines with (security_barrier) as select * from staging.lines where shop_id = (select nullif(current_setting('app.shop_id', true), '')::int);
