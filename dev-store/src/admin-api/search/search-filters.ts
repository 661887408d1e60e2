import type { Collection, Customer, Discount, Order, Product, Variant } from "../../store/model.ts";
import type { Store } from "../../store/store.ts";
import { booleanFilter, type Filter, not, numberFilter, textFilter, timeFilter, wordFilter } from "./filter-kinds.ts";

export type Filters<Row> = Record<string, Filter<Row>> & { default: Filter<Row> };

const tagged = <Row extends { tags: string[] }>() => ({
  tag: wordFilter<Row>((row) => row.tags),
  tag_not: not(wordFilter<Row>((row) => row.tags)),
});

export const orderFilters: Filters<Order> = {
  default: textFilter((order) => [order.name, order.email, String(order.id)]),
  id: numberFilter((order) => order.id),
  name: wordFilter((order) => [order.name, order.name.replace(/^#/, "")]),
  created_at: timeFilter((order) => order.createdAt),
  updated_at: timeFilter((order) => order.updatedAt),
  processed_at: timeFilter((order) => order.processedAt),
  // Nothing is ever archived here, so an order is open until it is cancelled.
  status: ({ value }) => {
    const tests: Record<string, (order: Order) => boolean> = {
      any: () => true,
      open: (order) => order.cancelledAt === null,
      not_closed: () => true,
      closed: () => false,
      cancelled: (order) => order.cancelledAt !== null,
    };
    return tests[value.toLowerCase()] ?? null;
  },
  financial_status: (term, now) =>
    term.value.toLowerCase() === "any" ? () => true : wordFilter<Order>((order) => [order.financialStatus])(term, now),
  customer_id: numberFilter((order) => order.customerId),
  email: wordFilter((order) => [order.email]),
  test: booleanFilter((order) => order.test),
  source_name: wordFilter((order) => [order.sourceName]),
  gateway: wordFilter((order) => [order.paymentGateway]),
  discount_code: wordFilter((order) => [order.discountApplications.find((one) => one.code !== null)?.code ?? null]),
  sku: wordFilter((order) => order.lines.map((line) => line.sku)),
  ...tagged<Order>(),
};

export const customerFilters: Filters<Customer> = {
  default: textFilter((customer) => [customer.email, customer.firstName, customer.lastName, String(customer.id)]),
  id: numberFilter((customer) => customer.id),
  email: wordFilter((customer) => [customer.email]),
  first_name: wordFilter((customer) => [customer.firstName]),
  last_name: wordFilter((customer) => [customer.lastName]),
  customer_date: timeFilter((customer) => customer.createdAt),
  updated_at: timeFilter((customer) => customer.updatedAt),
  orders_count: numberFilter((customer) => customer.numberOfOrders),
  accepts_marketing: booleanFilter((customer) => customer.acceptsMarketing),
  ...tagged<Customer>(),
};

export function productFilters(store: Store): Filters<Product> {
  const variants = (product: Product) => product.variantIds.flatMap((id) => store.variants.get(id) ?? []);
  return {
    default: textFilter((product) => [
      product.title,
      product.vendor,
      product.productType,
      product.handle,
      ...product.tags,
      ...variants(product).map((one) => one.sku),
    ]),
    id: numberFilter((product) => product.id),
    title: textFilter((product) => [product.title]),
    handle: wordFilter((product) => [product.handle]),
    vendor: wordFilter((product) => [product.vendor]),
    product_type: wordFilter((product) => [product.productType]),
    status: wordFilter((product) => [product.status]),
    gift_card: booleanFilter((product) => product.isGiftCard),
    sku: wordFilter((product) => variants(product).map((variant) => variant.sku)),
    variant_id: (term) => (/^\d+$/.test(term.value) ? (product) => product.variantIds.includes(Number(term.value)) : null),
    collection_id: (term) => (/^\d+$/.test(term.value) ? (product) => product.collectionIds.includes(Number(term.value)) : null),
    inventory_total: numberFilter((product) => variants(product).reduce((sum, variant) => sum + variant.inventoryQuantity, 0)),
    created_at: timeFilter((product) => product.createdAt),
    updated_at: timeFilter((product) => product.updatedAt),
    ...tagged<Product>(),
  };
}

export function variantFilters(store: Store): Filters<Variant> {
  const product = (variant: Variant) => store.products.get(variant.productId);
  return {
    default: textFilter((variant) => [variant.title, variant.sku, product(variant)?.title ?? null]),
    id: numberFilter((variant) => variant.id),
    sku: wordFilter((variant) => [variant.sku]),
    title: textFilter((variant) => [variant.title]),
    product_id: numberFilter((variant) => variant.productId),
    product_ids: (term) => {
      const ids = new Set(term.value.split(",").map(Number));
      return ids.has(Number.NaN) ? null : (variant) => ids.has(variant.productId);
    },
    product_status: wordFilter((variant) => [product(variant)?.status ?? null]),
    product_type: wordFilter((variant) => [product(variant)?.productType ?? null]),
    vendor: wordFilter((variant) => [product(variant)?.vendor ?? null]),
    tag: wordFilter((variant) => product(variant)?.tags ?? []),
    inventory_quantity: numberFilter((variant) => variant.inventoryQuantity),
    updated_at: timeFilter((variant) => variant.updatedAt),
  };
}

export const inventoryItemFilters: Filters<Variant> = {
  default: textFilter((variant) => [variant.sku]),
  id: numberFilter((variant) => variant.inventoryItemId),
  sku: wordFilter((variant) => [variant.sku]),
  created_at: timeFilter((variant) => variant.createdAt),
  updated_at: timeFilter((variant) => variant.updatedAt),
};

export const collectionFilters: Filters<Collection> = {
  default: textFilter((collection) => [collection.title, collection.handle]),
  id: numberFilter((collection) => collection.id),
  title: textFilter((collection) => [collection.title]),
  handle: wordFilter((collection) => [collection.handle]),
  product_id: (term) => (/^\d+$/.test(term.value) ? (collection) => collection.productIds.includes(Number(term.value)) : null),
  updated_at: timeFilter((collection) => collection.updatedAt),
};

export const discountFilters: Filters<Discount> = {
  default: textFilter((discount) => [discount.title, discount.code]),
  id: numberFilter((discount) => discount.id),
  title: textFilter((discount) => [discount.title]),
  code: wordFilter((discount) => [discount.code]),
  status: wordFilter((discount) => [discount.status]),
  method: wordFilter((discount) => [discount.kind === "code_basic" ? "code" : "automatic"]),
  type: wordFilter((discount) => (discount.kind === "automatic_app" ? ["app", "all_with_app"] : ["percentage", "all"])),
  discount_class: wordFilter((discount) => discount.discountClasses),
  created_at: timeFilter((discount) => discount.createdAt),
  updated_at: timeFilter((discount) => discount.updatedAt),
  starts_at: timeFilter((discount) => discount.startsAt),
  ends_at: timeFilter((discount) => discount.endsAt),
};
