import type { Collection, Customer, Discount, Order, Product, Variant } from "../../store/model.ts";
import type { ExecutionContext } from "../execution-context.ts";
import { notAnswered } from "../field-error.ts";
import { type Listing, type SortedRows, sortedListing } from "../listing.ts";
import type { Arguments } from "../resolver-map.ts";
import { compileSearch } from "../search/compile-search.ts";
import type { Test } from "../search/filter-kinds.ts";
import {
  collectionFilters,
  customerFilters,
  discountFilters,
  type Filters,
  inventoryItemFilters,
  orderFilters,
  productFilters,
  variantFilters,
} from "../search/search-filters.ts";

type Key = string | number;
type SortKeys<Row> = Record<string, (row: Row) => Key>;

/** A list and the test of its `query`, before paging or counting. */
export interface Selection<Row> {
  rows: SortedRows<Row>;
  matches: Test<Row>;
  reverse: boolean;
}

const orderKeys: SortKeys<Order> = {
  ID: (row) => row.id,
  CREATED_AT: (row) => row.createdAt,
  UPDATED_AT: (row) => row.updatedAt,
  PROCESSED_AT: (row) => row.processedAt,
  ORDER_NUMBER: (row) => row.number,
  TOTAL_PRICE: (row) => row.total,
};
const customerKeys: SortKeys<Customer> = {
  ID: (row) => row.id,
  CREATED_AT: (row) => row.createdAt,
  UPDATED_AT: (row) => row.updatedAt,
  NAME: (row) => `${row.lastName ?? ""}, ${row.firstName ?? ""}`.toLowerCase(),
};
const productKeys: SortKeys<Product> = {
  ID: (row) => row.id,
  CREATED_AT: (row) => row.createdAt,
  UPDATED_AT: (row) => row.updatedAt,
  TITLE: (row) => row.title.toLowerCase(),
  VENDOR: (row) => row.vendor.toLowerCase(),
  PRODUCT_TYPE: (row) => row.productType.toLowerCase(),
};
const variantKeys: SortKeys<Variant> = {
  ID: (row) => row.id,
  SKU: (row) => row.sku.toLowerCase(),
  TITLE: (row) => row.title.toLowerCase(),
  INVENTORY_QUANTITY: (row) => row.inventoryQuantity,
};
const collectionKeys: SortKeys<Collection> = {
  ID: (row) => row.id,
  TITLE: (row) => row.title.toLowerCase(),
  UPDATED_AT: (row) => row.updatedAt,
};
const discountKeys: SortKeys<Discount> = {
  ID: (row) => row.id,
  CREATED_AT: (row) => row.createdAt,
  UPDATED_AT: (row) => row.updatedAt,
  STARTS_AT: (row) => row.startsAt,
  TITLE: (row) => row.title.toLowerCase(),
};

interface Kind<Row> {
  resource: "orders" | "products" | "variants" | "customers" | "collections" | "discounts";
  field: string;
  keys: SortKeys<Row>;
  filters(context: ExecutionContext): Filters<Row>;
}

function select<Row extends { id: number }>(
  kind: Kind<Row>,
  args: Arguments,
  context: ExecutionContext,
  subset?: readonly Row[],
): Selection<Row> {
  if (args.savedSearchId != null) throw notAnswered(`${kind.field}(savedSearchId:)`);
  const by = typeof args.sortKey === "string" ? args.sortKey : "ID";
  const keyOf = kind.keys[by];
  if (!keyOf) throw notAnswered(`${kind.field}(sortKey: ${by})`);
  const known = context.settings.documentedFilters(kind.field);
  const matches = compileSearch(args.query, kind.filters(context), known, kind.field, context);
  const sorted = (context.index.sorted as (r: string, b: string, k: (row: Row) => Key) => SortedRows<Row>).bind(context.index);
  const rows = subset ? sortedSubset(subset, keyOf) : sorted(kind.resource, `${kind.field} ${by}`, keyOf);
  return { rows, matches, reverse: args.reverse === true };
}

function sortedSubset<Row extends { id: number }>(subset: readonly Row[], keyOf: (row: Row) => Key): SortedRows<Row> {
  const rows = [...subset].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : a.id - b.id));
  return { rows, keyOf, idOf: (row) => row.id };
}

function list<Row>({ rows, matches, reverse }: Selection<Row>, toSource?: (row: Row) => unknown): Listing {
  return sortedListing(rows, { matches, reverse, ...(toSource ? { toSource } : {}) });
}

/** `…Count`: exact up to the limit, "at least" beyond it. */
export function count<Row>({ rows, matches }: Selection<Row>, limit: unknown): { count: number; precision: "EXACT" | "AT_LEAST" } {
  let found = 0;
  for (const row of rows.rows) if (matches(row)) found += 1;
  return typeof limit === "number" && found > limit ? { count: limit, precision: "AT_LEAST" } : { count: found, precision: "EXACT" };
}

const orderKind: Kind<Order> = { resource: "orders", field: "orders", keys: orderKeys, filters: () => orderFilters };

export function selectOrders(args: Arguments, context: ExecutionContext, subset?: readonly Order[]): Selection<Order> {
  const selection = select(orderKind, args, context, subset);
  const { ordersSince } = context;
  if (ordersSince === Number.NEGATIVE_INFINITY) return selection;
  return { ...selection, matches: (order) => order.createdAt >= ordersSince && selection.matches(order) };
}

export const selectCustomers = (args: Arguments, context: ExecutionContext) =>
  select<Customer>({ resource: "customers", field: "customers", keys: customerKeys, filters: () => customerFilters }, args, context);
export const selectProducts = (args: Arguments, context: ExecutionContext) =>
  select<Product>(
    { resource: "products", field: "products", keys: productKeys, filters: ({ store }) => productFilters(store) },
    args,
    context,
  );
export const selectVariants = (args: Arguments, context: ExecutionContext) =>
  select<Variant>(
    { resource: "variants", field: "productVariants", keys: variantKeys, filters: ({ store }) => variantFilters(store) },
    args,
    context,
  );
export const selectInventoryItems = (args: Arguments, context: ExecutionContext) =>
  select<Variant>(
    { resource: "variants", field: "inventoryItems", keys: { ID: (row) => row.inventoryItemId }, filters: () => inventoryItemFilters },
    args,
    context,
  );
export const selectCollections = (args: Arguments, context: ExecutionContext) =>
  select<Collection>(
    { resource: "collections", field: "collections", keys: collectionKeys, filters: () => collectionFilters },
    args,
    context,
  );
export const selectDiscounts = (args: Arguments, context: ExecutionContext, kinds: Discount["kind"][]): Selection<Discount> => {
  const selection = select<Discount>(
    { resource: "discounts", field: "discountNodes", keys: discountKeys, filters: () => discountFilters },
    args,
    context,
  );
  return { ...selection, matches: (discount) => kinds.includes(discount.kind) && selection.matches(discount) };
};

export const orderListing = (args: Arguments, context: ExecutionContext, subset?: readonly Order[]) =>
  list(selectOrders(args, context, subset));
export const customerListing = (args: Arguments, context: ExecutionContext) => list(selectCustomers(args, context));
export const productListing = (args: Arguments, context: ExecutionContext) => list(selectProducts(args, context));
export const variantListing = (args: Arguments, context: ExecutionContext) => list(selectVariants(args, context));
export const inventoryItemListing = (args: Arguments, context: ExecutionContext) => list(selectInventoryItems(args, context));
export const discountListing = (args: Arguments, context: ExecutionContext, kinds: Discount["kind"][]) =>
  list(selectDiscounts(args, context, kinds));

/** Every collection, or those of one product. */
export function collectionListing(args: Arguments, context: ExecutionContext, only?: ReadonlySet<number>): Listing {
  if (!only) return list(selectCollections(args, context));
  const subset = [...only].flatMap((id) => context.store.collections.get(id) ?? []);
  return list(
    select<Collection>(
      { resource: "collections", field: "collections", keys: collectionKeys, filters: () => collectionFilters },
      args,
      context,
      subset,
    ),
  );
}
