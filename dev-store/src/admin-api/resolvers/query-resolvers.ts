import type { ExecutionContext } from "../execution-context.ts";
import { notAnswered } from "../field-error.ts";
import { arrayListing } from "../listing.ts";
import type { FieldResolvers, ResolverMap } from "../resolver-map.ts";
import { appGid, functionListing } from "./app-resolvers.ts";
import { byId, findNode, nodeFields } from "./node-resolvers.ts";
import {
  collectionListing,
  count,
  customerListing,
  discountListing,
  inventoryItemListing,
  orderListing,
  productListing,
  selectCollections,
  selectCustomers,
  selectDiscounts,
  selectOrders,
  selectProducts,
  selectVariants,
  variantListing,
} from "./root-listings.ts";

const AUTOMATIC = ["automatic_app", "automatic_basic"] as const;
const CODE = ["code_basic"] as const;
const ALL_DISCOUNTS = [...AUTOMATIC, ...CODE];

type Identifier = { id?: string; handle?: string; emailAddress?: string };

function identified(
  field: string,
  identifier: Identifier,
  type: string,
  other: (identifier: Identifier) => unknown,
  context: ExecutionContext,
): unknown {
  if (identifier.id) return findNode(identifier.id, context, type)?.source ?? null;
  const found = other(identifier);
  if (found === undefined) throw notAnswered(`${field} by anything but ${type === "Customer" ? "id or emailAddress" : "id or handle"}`);
  return found;
}

const byHandle = <Row extends { handle: string }>(rows: Map<number, Row>, handle: unknown): Row | null =>
  [...rows.values()].find((row) => row.handle === handle) ?? null;

const query: FieldResolvers<unknown> = {
  ...nodeFields,
  shop: (_root, _args, { store }) => store.shop,
  app: (_root, { id }, context) => (id == null || id === appGid(context) ? { clientId: context.clientId } : null),
  appByKey: (_root, { apiKey }, { clientId }) => (apiKey === clientId ? { clientId } : null),
  currentAppInstallation: (_root, _args, { clientId }) => ({ clientId }),

  order: byId("Order"),
  orders: (_root, args, context) => orderListing(args, context),
  ordersCount: (_root, args, context) => count(selectOrders(args, context), args.limit),
  customer: byId("Customer"),
  customers: (_root, args, context) => customerListing(args, context),
  customersCount: (_root, args, context) => count(selectCustomers(args, context), args.limit),
  customerByIdentifier: (_root, { identifier }, context) =>
    identified(
      "customerByIdentifier",
      identifier as Identifier,
      "Customer",
      ({ emailAddress }) =>
        emailAddress ? ([...context.store.customers.values()].find((one) => one.email === emailAddress) ?? null) : undefined,
      context,
    ),
  product: byId("Product"),
  products: (_root, args, context) => productListing(args, context),
  productsCount: (_root, args, context) => count(selectProducts(args, context), args.limit),
  productByHandle: (_root, { handle }, { store }) => byHandle(store.products, handle),
  productByIdentifier: (_root, { identifier }, context) =>
    identified(
      "productByIdentifier",
      identifier as Identifier,
      "Product",
      ({ handle }) => (handle ? byHandle(context.store.products, handle) : undefined),
      context,
    ),
  productVariant: byId("ProductVariant"),
  productVariants: (_root, args, context) => variantListing(args, context),
  productVariantsCount: (_root, args, context) => count(selectVariants(args, context), args.limit),
  inventoryItem: byId("InventoryItem"),
  inventoryItems: (_root, args, context) => inventoryItemListing(args, context),
  collection: byId("Collection"),
  collections: (_root, args, context) => collectionListing(args, context),
  collectionsCount: (_root, args, context) => count(selectCollections(args, context), args.limit),
  collectionByHandle: (_root, { handle }, { store }) => byHandle(store.collections, handle),

  discountNode: byId("DiscountNode"),
  discountNodes: (_root, args, context) => discountListing(args, context, ALL_DISCOUNTS),
  discountNodesCount: (_root, args, context) => count(selectDiscounts(args, context, ALL_DISCOUNTS), args.limit),
  automaticDiscountNode: byId("DiscountAutomaticNode"),
  automaticDiscountNodes: (_root, args, context) => discountListing(args, context, [...AUTOMATIC]),
  codeDiscountNode: byId("DiscountCodeNode"),
  codeDiscountNodes: (_root, args, context) => discountListing(args, context, [...CODE]),
  codeDiscountNodeByCode: (_root, { code }, { store }) =>
    [...store.discounts.values()].find((one) => one.code?.toLowerCase() === String(code).toLowerCase()) ?? null,
  shopifyFunctions: (_root, args, context) => functionListing(args, context),

  bulkOperation: byId("BulkOperation"),
  bulkOperations: (_root, args, context) => context.bulkOperations.listing(context.store, context.clientId, args, context),
  currentBulkOperation: (_root, { type }, context) =>
    type === "MUTATION" ? null : context.bulkOperations.latest(context.store, context.clientId),
  webhookSubscriptions: () => arrayListing<never>([], () => 0),
};

export const queryResolvers: ResolverMap = { QueryRoot: query };
