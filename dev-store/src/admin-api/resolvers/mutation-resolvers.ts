import { grants } from "../access-scopes.ts";
import type { ExecutionContext } from "../execution-context.ts";
import { accessDenied, notAnswered } from "../field-error.ts";
import { type FieldResolvers, type ResolverMap, Typed } from "../resolver-map.ts";
import { discountMutations, discountPayloads } from "./discount-mutations.ts";
import { metafieldMutations, metafieldPayloads } from "./metafield-mutations.ts";
import { findNode } from "./node-resolvers.ts";
import { payload, userError } from "./payload.ts";

interface Tagged {
  id: number;
  tags: string[];
  updatedAt: number;
}
const TAGGED = {
  Order: { scope: "write_orders", topic: "orders/updated", resource: "orders" },
  Customer: { scope: "write_customers", topic: "customers/update", resource: "customers" },
  Product: { scope: "write_products", topic: "products/update", resource: "products" },
} as const;

function changeTags(
  field: string,
  { id, tags }: Record<string, unknown>,
  context: ExecutionContext,
  change: (have: string[], given: string[]) => string[],
) {
  const node = findNode(id, context);
  if (!node) return { node: null, userErrors: [{ field: ["id"], message: `${String(id).split("/")[3]} does not exist` }] };
  const kind = TAGGED[node.type as keyof typeof TAGGED];
  if (!kind) throw notAnswered(`${field} of a ${node.type}`);
  if (!grants(context.scopes, { anyOf: [kind.scope], requiredAccess: "" })) throw accessDenied(field, `\`${kind.scope}\` access scope.`);
  const source = node.source as Tagged;
  source.tags = change(source.tags, tags as string[]);
  source.updatedAt = context.store.now();
  context.index.touch(kind.resource);
  context.store.emit(kind.topic, source.id);
  return { node: new Typed(node.type, source), userErrors: [] };
}

const mutation: FieldResolvers<unknown> = {
  ...discountMutations,
  ...metafieldMutations,
  bulkOperationRunQuery: (_root, { query, groupObjects }, context) =>
    context.bulkOperations.start(String(query), groupObjects === true, context),
  bulkOperationCancel: (_root, { id }, context) => context.bulkOperations.cancel(String(id), context),
  tagsAdd: (_root, args, context) =>
    changeTags("tagsAdd", args, context, (have, given) => [...new Set([...have, ...given.map((tag) => tag.trim())])]),
  tagsRemove: (_root, args, context) =>
    changeTags("tagsRemove", args, context, (have, given) => have.filter((tag) => !given.includes(tag))),
  appUninstall: (_root, _args, { store, clientId }) => {
    store.installations.delete(clientId);
    store.emit("app/uninstalled", store.shop.id, { client_id: clientId });
    return { app: { clientId }, userErrors: [] };
  },
};

export const mutationResolvers: ResolverMap = {
  Mutation: mutation,
  UserError: userError,
  BulkOperationUserError: userError,
  BulkOperationRunQueryPayload: payload("bulkOperation"),
  BulkOperationCancelPayload: payload("bulkOperation"),
  TagsAddPayload: payload("node"),
  TagsRemovePayload: payload("node"),
  AppUninstallPayload: payload("app"),
  AppUninstallAppUninstallError: userError,
  ...discountPayloads,
  ...metafieldPayloads,
};
