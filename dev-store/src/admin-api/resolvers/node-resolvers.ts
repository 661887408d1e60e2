import type { ExecutionContext } from "../execution-context.ts";
import { badRequest, notAnswered } from "../field-error.ts";
import { type FieldResolvers, Typed } from "../resolver-map.ts";
import { appGid, appInstallationGid } from "./app-resolvers.ts";
import { visibleOrder } from "./order-resolvers.ts";

type Finder = (id: number, context: ExecutionContext) => unknown;

const FINDERS: Record<string, Finder> = {
  Order: (id, context) => visibleOrder(context.store.orders.get(id), context),
  Customer: (id, { store }) => store.customers.get(id),
  Product: (id, { store }) => store.products.get(id),
  ProductVariant: (id, { store }) => store.variants.get(id),
  Collection: (id, { store }) => store.collections.get(id),
  InventoryItem: (id, { index }) => index.variantOfInventoryItem(id),
  DiscountNode: (id, { store }) => store.discounts.get(id),
  DiscountAutomaticNode: (id, { store }) => {
    const discount = store.discounts.get(id);
    return discount?.kind === "code_basic" ? null : discount;
  },
  DiscountCodeNode: (id, { store }) => {
    const discount = store.discounts.get(id);
    return discount?.kind === "code_basic" ? discount : null;
  },
  Shop: (id, { store }) => (store.shop.id === id ? store.shop : null),
  App: (_id, { clientId }) => ({ clientId }),
  AppInstallation: (_id, { clientId }) => ({ clientId }),
  Metafield: (id, { store }) => [...store.metafields.values()].find((one) => one.id === id),
  BulkOperation: (id, context) => context.bulkOperations.find(context.store, context.clientId, id),
  LineItem: (id, context) => {
    const order = visibleOrder(context.index.orderOfLine(id), context);
    const line = order?.lines.find((one) => one.id === id);
    return order && line ? { order, line } : null;
  },
  Refund: (id, context) => {
    const order = visibleOrder(context.index.orderOfRefund(id), context);
    const refund = order?.refunds.find((one) => one.id === id);
    return order && refund ? { order, refund } : null;
  },
};

/** The object a global id names, or null when there is none this app may see. Throws on an id of another shape. */
export function findNode(value: unknown, context: ExecutionContext, expected?: string): Typed | null {
  const match = /^gid:\/\/shopify\/([A-Za-z]+)\/(\d+)(?:\?.*)?$/.exec(String(value));
  if (!match) throw badRequest(`Invalid global id '${String(value)}'`);
  const [, type = "", digits] = match;
  if (expected && type !== expected) throw badRequest(`Invalid id: ${String(value)}`);
  const find = FINDERS[type];
  if (!find) throw notAnswered(`node(id: "gid://shopify/${type}/…")`);
  const own = { App: appGid(context), AppInstallation: appInstallationGid(context) }[type];
  if (own !== undefined && own !== value) return null;
  const source = find(Number(digits), context);
  return source ? new Typed(type, source) : null;
}

/** The source behind a field such as `order(id:)`. */
export const byId =
  (type: string) =>
  (_root: unknown, { id }: Record<string, unknown>, context: ExecutionContext): unknown =>
    findNode(id, context, type)?.source ?? null;

const MAX_IDS = 250;

export const nodeFields: FieldResolvers<unknown> = {
  node: (_root, { id }, context) => findNode(id, context),
  nodes: (_root, { ids }, context) => {
    const list = ids as unknown[];
    if (list.length > MAX_IDS)
      throw badRequest(`The input array size of ${list.length} is greater than the maximum allowed of ${MAX_IDS}.`);
    return list.map((id) => findNode(id, context));
  },
};
