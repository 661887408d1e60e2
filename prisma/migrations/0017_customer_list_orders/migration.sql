-- The list of customers in each of its orders, and of each group, one page at a time at a million customers.
CREATE INDEX "customer_values_shop_id_orders_idx" ON "customer_values"("shop_id", "orders" DESC);
CREATE INDEX "customer_values_shop_id_last_order_at_idx" ON "customer_values"("shop_id", "last_order_at" DESC);
CREATE INDEX "customer_rfm_shop_id_rfm_group_idx" ON "customer_rfm"("shop_id", "rfm_group");
