import { currencyDigits } from "../checkout/money.ts";
import type { Customer, Line, Order, Product, Refund, StoreEvent, Variant } from "../store/model.ts";
import type { Store } from "../store/store.ts";
import { gid } from "../store/store.ts";

type Payload = Record<string, unknown>;

/** The body Shopify would send for this event, in the REST shape webhooks have; null when the resource is gone before it was read. */
export function webhookPayload(store: Store, event: StoreEvent): Payload | null {
  const id = event.resourceId;
  switch (event.topic) {
    case "orders/create":
    case "orders/updated":
    case "orders/cancelled":
      return present(store.orders.get(id), (order) => orderPayload(store, order));
    case "orders/edited":
      return present(store.orders.get(id), (order) => orderEditPayload(order, event));
    case "refunds/create":
      return refundOf(store, event);
    case "customers/create":
    case "customers/update":
      return present(store.customers.get(id), (customer) => customerPayload(store, customer));
    case "products/create":
    case "products/update":
      return present(store.products.get(id), (product) => productPayload(store, product));
    case "collections/create":
    case "collections/update":
      return present(store.collections.get(id), (collection) => ({
        id,
        handle: collection.handle,
        title: collection.title,
        updated_at: iso(collection.updatedAt),
        admin_graphql_api_id: gid("Collection", id),
      }));
    case "inventory_items/update":
      return inventoryItemPayload(store, id);
    case "discounts/create":
    case "discounts/update":
      return present(store.discounts.get(id), (discount) => ({
        admin_graphql_api_id: gid(discount.kind === "code_basic" ? "DiscountCodeNode" : "DiscountAutomaticNode", id),
        title: discount.title,
        status: discount.status,
        created_at: iso(discount.createdAt),
        updated_at: iso(discount.updatedAt),
      }));
    case "discounts/delete":
      return { ...event.extra, deleted_at: iso(event.triggeredAt) };
    case "orders/delete":
    case "products/delete":
    case "customers/delete":
    case "collections/delete":
      return { id, ...(event.topic === "customers/delete" ? { admin_graphql_api_id: gid("Customer", id) } : {}), ...event.extra };
    case "customers/merge":
    case "bulk_operations/finish":
      return { ...event.extra };
    case "app/scopes_update":
      return { id: gid("Shop", id), previous: [], current: [], updated_at: iso(event.triggeredAt), ...event.extra };
    case "app/uninstalled":
    case "shop/update":
      return shopPayload(store);
    case "customers/data_request":
    case "customers/redact":
    case "shop/redact":
      return { shop_id: store.shop.id, shop_domain: store.shop.domain, ...event.extra };
  }
}

function present<T>(value: T | undefined, build: (value: T) => Payload): Payload | null {
  return value === undefined ? null : build(value);
}

function orderPayload(store: Store, order: Order): Payload {
  const money = amounts(store.shop.currency);
  const customer = order.customerId === null ? undefined : store.customers.get(order.customerId);
  return {
    id: order.id,
    admin_graphql_api_id: gid("Order", order.id),
    name: order.name,
    number: order.number,
    order_number: order.number,
    created_at: iso(order.createdAt),
    processed_at: iso(order.processedAt),
    updated_at: iso(order.updatedAt),
    cancelled_at: order.cancelledAt === null ? null : iso(order.cancelledAt),
    test: order.test,
    currency: store.shop.currency,
    presentment_currency: order.presentmentCurrency,
    financial_status: order.financialStatus.toLowerCase(),
    source_name: order.sourceName,
    email: order.email,
    contact_email: order.email,
    tags: order.tags.join(", "),
    note_attributes: order.attributes.map(({ key, value }) => ({ name: key, value })),
    payment_gateway_names: [order.paymentGateway],
    subtotal_price: money(order.subtotal),
    total_discounts: money(order.discounts),
    total_line_items_price: money(order.subtotal + order.discounts),
    total_tax: money(order.tax),
    total_price: money(order.total),
    total_tip_received: money(order.tip),
    customer: customer ? customerPayload(store, customer) : null,
    line_items: order.lines.map((line) => linePayload(store, line)),
    discount_applications: order.discountApplications.map((application) => ({
      type: application.kind === "code" ? "discount_code" : application.kind,
      title: application.title,
      ...(application.code === null ? {} : { code: application.code }),
      value: application.value.kind === "percentage" ? String(application.value.percentage) : money(application.value.amount),
      value_type: application.value.kind === "percentage" ? "percentage" : "fixed_amount",
      allocation_method: application.allocationMethod.toLowerCase(),
      target_selection: application.targetSelection.toLowerCase(),
      target_type: "line_item",
    })),
    refunds: order.refunds.map((refund) => refundPayload(store, order, refund)),
  };
}

function linePayload(store: Store, line: Line): Payload {
  const money = amounts(store.shop.currency);
  return {
    id: line.id,
    admin_graphql_api_id: gid("LineItem", line.id),
    title: line.title,
    name: line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title,
    variant_title: line.variantTitle,
    sku: line.sku,
    vendor: line.vendor,
    product_id: line.productId,
    variant_id: line.variantId,
    quantity: line.quantity,
    current_quantity: line.currentQuantity,
    price: money(line.unitPrice),
    gift_card: line.isGiftCard,
    properties: line.attributes.map(({ key, value }) => ({ name: key, value })),
    discount_allocations: line.allocations.map((a) => ({ amount: money(a.amount), discount_application_index: a.applicationIndex })),
  };
}

/** What left the order; the store's edits only lower quantities. */
function orderEditPayload(order: Order, event: StoreEvent): Payload {
  return {
    order_edit: {
      id: event.resourceId,
      app_id: null,
      created_at: iso(event.triggeredAt),
      notify_customer: false,
      order_id: order.id,
      reason: "",
      staff_note: "",
      committed_at: iso(event.triggeredAt),
      line_items: {
        additions: [],
        removals: order.lines
          .filter((line) => line.currentQuantity < line.quantity)
          .map((line) => ({ id: line.id, delta: line.quantity - line.currentQuantity })),
      },
      ...event.extra,
    },
  };
}

function refundOf(store: Store, event: StoreEvent): Payload | null {
  const order = store.orders.get(Number(event.extra?.order_id));
  const refund = order?.refunds.find(({ id }) => id === event.resourceId);
  return order && refund ? refundPayload(store, order, refund) : null;
}

function refundPayload(store: Store, order: Order, refund: Refund): Payload {
  const money = amounts(store.shop.currency);
  return {
    id: refund.id,
    admin_graphql_api_id: gid("Refund", refund.id),
    order_id: order.id,
    created_at: iso(refund.createdAt),
    processed_at: iso(refund.createdAt),
    note: refund.note,
    refund_line_items: refund.lines.map((line) => ({
      id: line.id,
      line_item_id: line.lineId,
      quantity: line.quantity,
      subtotal: money(line.subtotal),
    })),
    transactions: [{ kind: "refund", status: "success", amount: money(refund.amount), currency: store.shop.currency, order_id: order.id }],
  };
}

function customerPayload(store: Store, customer: Customer): Payload {
  return {
    id: customer.id,
    admin_graphql_api_id: gid("Customer", customer.id),
    email: customer.email,
    first_name: customer.firstName,
    last_name: customer.lastName,
    created_at: iso(customer.createdAt),
    updated_at: iso(customer.updatedAt),
    state: "enabled",
    currency: store.shop.currency,
    tags: customer.tags.join(", "),
  };
}

function productPayload(store: Store, product: Product): Payload {
  const money = amounts(store.shop.currency);
  const variants = product.variantIds.map((id) => store.variants.get(id)).filter((variant): variant is Variant => variant !== undefined);
  return {
    id: product.id,
    admin_graphql_api_id: gid("Product", product.id),
    title: product.title,
    handle: product.handle,
    body_html: product.descriptionHtml,
    vendor: product.vendor,
    product_type: product.productType,
    status: product.status.toLowerCase(),
    tags: product.tags.join(", "),
    created_at: iso(product.createdAt),
    updated_at: iso(product.updatedAt),
    variants: variants.map((variant, index) => ({
      id: variant.id,
      admin_graphql_api_id: gid("ProductVariant", variant.id),
      product_id: product.id,
      title: variant.title,
      sku: variant.sku,
      position: index + 1,
      price: money(variant.price),
      compare_at_price: variant.compareAtPrice === null ? null : money(variant.compareAtPrice),
      inventory_item_id: variant.inventoryItemId,
      inventory_quantity: variant.inventoryQuantity,
      inventory_policy: variant.inventoryPolicy.toLowerCase(),
      created_at: iso(variant.createdAt),
      updated_at: iso(variant.updatedAt),
    })),
  };
}

function inventoryItemPayload(store: Store, itemId: number): Payload | null {
  for (const variant of store.variants.values()) {
    if (variant.inventoryItemId !== itemId) continue;
    return {
      id: itemId,
      admin_graphql_api_id: gid("InventoryItem", itemId),
      sku: variant.sku,
      cost: variant.unitCost === null ? null : amounts(store.shop.currency)(variant.unitCost),
      tracked: variant.tracked,
      created_at: iso(variant.createdAt),
      updated_at: iso(variant.updatedAt),
    };
  }
  return null;
}

function shopPayload(store: Store): Payload {
  const { shop } = store;
  return {
    id: shop.id,
    name: shop.name,
    email: shop.email,
    domain: shop.domain,
    myshopify_domain: shop.domain,
    currency: shop.currency,
    iana_timezone: shop.ianaTimezone,
    plan_name: shop.plan.toLowerCase(),
    updated_at: iso(store.now()),
  };
}

/** REST writes all decimals of the currency: `19.90`, and `50000` for VND. */
function amounts(currency: string): (minor: number) => string {
  const digits = currencyDigits(currency);
  return (minor) => {
    if (digits === 0) return String(minor);
    const text = String(Math.abs(minor)).padStart(digits + 1, "0");
    return `${minor < 0 ? "-" : ""}${text.slice(0, -digits)}.${text.slice(-digits)}`;
  };
}

/** REST times carry an offset and no milliseconds. */
function iso(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}+00:00`;
}
