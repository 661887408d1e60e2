-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "shops" (
    "id" SERIAL NOT NULL,
    "domain" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "currency" CHAR(3) NOT NULL DEFAULT 'USD',
    "timezone" TEXT NOT NULL DEFAULT 'UTC',
    "plan_name" TEXT NOT NULL DEFAULT '',
    "scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "generation" INTEGER NOT NULL DEFAULT 1,
    "installed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "uninstalled_at" TIMESTAMPTZ(3),
    "orders_from" TIMESTAMPTZ(3),
    "assumed_cost_bp" INTEGER NOT NULL DEFAULT 5500,
    "payment_fee_bp" INTEGER NOT NULL DEFAULT 0,
    "payment_fee_fixed" BIGINT NOT NULL DEFAULT 0,
    "margin_floor_bp" INTEGER NOT NULL DEFAULT 1000,
    "value_base" TEXT NOT NULL DEFAULT 'profit',
    "setup_dismissed_at" TIMESTAMPTZ(3),
    "affinity_version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "shops_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL,
    "shop" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "is_online" BOOLEAN NOT NULL,
    "scope" TEXT,
    "expires" TIMESTAMPTZ(3),
    "access_token" TEXT,
    "refresh_token" TEXT,
    "refresh_token_expires" TIMESTAMPTZ(3),
    "online_access_info" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customers" (
    "shop_id" INTEGER NOT NULL,
    "id" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customers_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "products" (
    "shop_id" INTEGER NOT NULL,
    "id" BIGINT NOT NULL,
    "title" TEXT NOT NULL,
    "handle" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "product_type" TEXT NOT NULL DEFAULT '',
    "vendor" TEXT NOT NULL DEFAULT '',
    "image_url" TEXT,
    "is_gift_card" BOOLEAN NOT NULL DEFAULT false,
    "collection_ids" BIGINT[] DEFAULT ARRAY[]::BIGINT[],
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "products_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "variants" (
    "shop_id" INTEGER NOT NULL,
    "id" BIGINT NOT NULL,
    "product_id" BIGINT NOT NULL,
    "inventory_item_id" BIGINT NOT NULL,
    "title" TEXT NOT NULL,
    "sku" TEXT NOT NULL DEFAULT '',
    "price" BIGINT NOT NULL,
    "available_for_sale" BOOLEAN NOT NULL,
    "inventory_quantity" INTEGER,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "variants_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "unit_costs" (
    "shop_id" INTEGER NOT NULL,
    "variant_id" BIGINT NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "amount" BIGINT NOT NULL,

    CONSTRAINT "unit_costs_pkey" PRIMARY KEY ("shop_id","variant_id","valid_from")
);

-- CreateTable
CREATE TABLE "orders" (
    "shop_id" INTEGER NOT NULL,
    "id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "customer_id" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "processed_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "cancelled_at" TIMESTAMPTZ(3),
    "test" BOOLEAN NOT NULL,
    "source_name" TEXT NOT NULL DEFAULT '',
    "subtotal" BIGINT NOT NULL,
    "discounts" BIGINT NOT NULL,
    "refunded" BIGINT NOT NULL,
    "total" BIGINT NOT NULL,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "order_lines" (
    "shop_id" INTEGER NOT NULL,
    "order_id" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "product_id" BIGINT,
    "variant_id" BIGINT,
    "title" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "current_quantity" INTEGER NOT NULL,
    "unit_price" BIGINT NOT NULL,
    "discount" BIGINT NOT NULL,
    "unit_cost" BIGINT,
    "is_gift_card" BOOLEAN NOT NULL DEFAULT false,
    "offer_id" INTEGER,
    "decision_id" UUID,

    CONSTRAINT "order_lines_pkey" PRIMARY KEY ("shop_id","order_id","id")
);

-- CreateTable
CREATE TABLE "refunds" (
    "shop_id" INTEGER NOT NULL,
    "order_id" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "amount" BIGINT NOT NULL,

    CONSTRAINT "refunds_pkey" PRIMARY KEY ("shop_id","order_id","id")
);

-- CreateTable
CREATE TABLE "deleted_orders" (
    "shop_id" INTEGER NOT NULL,
    "id" BIGINT NOT NULL,
    "deleted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "deleted_orders_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "sync_runs" (
    "shop_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "watermark" TIMESTAMPTZ(3),

    CONSTRAINT "sync_runs_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "sync_parts" (
    "shop_id" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "part" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "bulk_operation_id" BIGINT,
    "found" INTEGER NOT NULL DEFAULT 0,
    "loaded" INTEGER NOT NULL DEFAULT 0,
    "lines_read" INTEGER NOT NULL DEFAULT 0,
    "set_aside" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "sync_parts_pkey" PRIMARY KEY ("shop_id","run_id","part")
);

-- CreateTable
CREATE TABLE "set_aside" (
    "shop_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "record" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "set_aside_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "webhook_inbox" (
    "shop_id" INTEGER NOT NULL,
    "event_id" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "resource_id" BIGINT,
    "triggered_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "processed_at" TIMESTAMPTZ(3),
    "deliveries" INTEGER NOT NULL DEFAULT 1,
    "error" TEXT,

    CONSTRAINT "webhook_inbox_pkey" PRIMARY KEY ("shop_id","event_id","topic")
);

-- CreateTable
CREATE TABLE "customer_values" (
    "shop_id" INTEGER NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "orders" INTEGER NOT NULL,
    "revenue" BIGINT NOT NULL,
    "refunded" BIGINT NOT NULL,
    "discounts" BIGINT NOT NULL,
    "cost" BIGINT NOT NULL,
    "fees" BIGINT NOT NULL,
    "profit" BIGINT NOT NULL,
    "assumed_cost" BIGINT NOT NULL DEFAULT 0,
    "first_order_at" TIMESTAMPTZ(3) NOT NULL,
    "last_order_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_values_pkey" PRIMARY KEY ("shop_id","customer_id")
);

-- CreateTable
CREATE TABLE "offers" (
    "shop_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'draft',
    "headline" TEXT NOT NULL DEFAULT '',
    "body" TEXT NOT NULL DEFAULT '',
    "product_ids" BIGINT[] DEFAULT ARRAY[]::BIGINT[],
    "discount_kind" TEXT NOT NULL,
    "discount_value" INTEGER NOT NULL,
    "trigger" JSONB NOT NULL,
    "audience" TEXT NOT NULL DEFAULT 'everyone',
    "placements" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "starts_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "per_customer_limit" INTEGER,
    "total_limit" INTEGER,
    "max_quantity" INTEGER NOT NULL DEFAULT 1,
    "loss_budget" BIGINT,
    "priority" INTEGER NOT NULL DEFAULT 0,
    "paused_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_at" TIMESTAMPTZ(3),

    CONSTRAINT "offers_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "publications" (
    "shop_id" INTEGER NOT NULL,
    "discount_id" BIGINT,
    "configuration" JSONB NOT NULL,
    "published_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "publications_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "decisions" (
    "shop_id" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "placement" TEXT NOT NULL,
    "visitor" TEXT NOT NULL,
    "customer_id" BIGINT,
    "offer_id" INTEGER,
    "variant_id" BIGINT,
    "price" BIGINT,
    "discounted_price" BIGINT,
    "reason" TEXT,
    "candidates" JSONB NOT NULL,

    CONSTRAINT "decisions_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "decision_events" (
    "shop_id" INTEGER NOT NULL,
    "decision_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "decision_events_pkey" PRIMARY KEY ("shop_id","decision_id","kind")
);

-- CreateTable
CREATE TABLE "attributions" (
    "shop_id" INTEGER NOT NULL,
    "order_id" BIGINT NOT NULL,
    "line_id" BIGINT NOT NULL,
    "decision_id" UUID NOT NULL,
    "offer_id" INTEGER NOT NULL,
    "customer_id" BIGINT,
    "ordered_at" TIMESTAMPTZ(3) NOT NULL,
    "quantity" INTEGER NOT NULL,
    "revenue" BIGINT NOT NULL,
    "discount" BIGINT NOT NULL,
    "cost" BIGINT NOT NULL,
    "fees" BIGINT NOT NULL,
    "profit" BIGINT NOT NULL,

    CONSTRAINT "attributions_pkey" PRIMARY KEY ("shop_id","order_id","line_id")
);

-- CreateTable
CREATE TABLE "co_purchases" (
    "shop_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "product_id" BIGINT NOT NULL,
    "other_ids" BIGINT[],
    "scores" DOUBLE PRECISION[],
    "together" INTEGER[],

    CONSTRAINT "co_purchases_pkey" PRIMARY KEY ("shop_id","version","product_id")
);

-- CreateTable
CREATE TABLE "privacy_requests" (
    "shop_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "customer_id" BIGINT,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completed_at" TIMESTAMPTZ(3),
    "export" JSONB,

    CONSTRAINT "privacy_requests_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "shops_domain_key" ON "shops"("domain");

-- CreateIndex
CREATE INDEX "sessions_shop_idx" ON "sessions"("shop");

-- CreateIndex
CREATE INDEX "variants_shop_id_product_id_idx" ON "variants"("shop_id", "product_id");

-- CreateIndex
CREATE INDEX "variants_shop_id_inventory_item_id_idx" ON "variants"("shop_id", "inventory_item_id");

-- CreateIndex
CREATE INDEX "orders_shop_id_customer_id_processed_at_idx" ON "orders"("shop_id", "customer_id", "processed_at");

-- CreateIndex
CREATE INDEX "orders_shop_id_processed_at_idx" ON "orders"("shop_id", "processed_at");

-- CreateIndex
CREATE INDEX "orders_shop_id_updated_at_idx" ON "orders"("shop_id", "updated_at");

-- CreateIndex
CREATE INDEX "order_lines_shop_id_product_id_idx" ON "order_lines"("shop_id", "product_id");

-- CreateIndex
CREATE INDEX "webhook_inbox_shop_id_processed_at_idx" ON "webhook_inbox"("shop_id", "processed_at");

-- CreateIndex
CREATE INDEX "customer_values_shop_id_profit_idx" ON "customer_values"("shop_id", "profit" DESC);

-- CreateIndex
CREATE INDEX "customer_values_shop_id_revenue_idx" ON "customer_values"("shop_id", "revenue" DESC);

-- CreateIndex
CREATE INDEX "offers_shop_id_status_idx" ON "offers"("shop_id", "status");

-- CreateIndex
CREATE INDEX "decisions_shop_id_created_at_idx" ON "decisions"("shop_id", "created_at");

-- CreateIndex
CREATE INDEX "decisions_shop_id_visitor_idx" ON "decisions"("shop_id", "visitor");

-- CreateIndex
CREATE INDEX "attributions_shop_id_offer_id_ordered_at_idx" ON "attributions"("shop_id", "offer_id", "ordered_at");

-- CreateIndex
CREATE INDEX "attributions_shop_id_decision_id_idx" ON "attributions"("shop_id", "decision_id");

