import { grants } from "../access-scopes.ts";
import type { ExecutionContext } from "../execution-context.ts";
import { accessDenied, notAnswered } from "../field-error.ts";
import type { FieldResolvers, ResolverMap } from "../resolver-map.ts";
import { discountOwnerGid } from "./discount-resolvers.ts";
import { findNode } from "./node-resolvers.ts";
import { payload, type UserError, userError } from "./payload.ts";

export interface MetafieldWrite {
  namespace?: string | null;
  key?: string | null;
  type?: string | null;
  value?: string | null;
}

const MAX_AT_ONCE = 25;
const MAX_BYTES = 128_000;
/** null: an app may always write there */
const WRITE_SCOPES: Record<string, string | null> = {
  Shop: null,
  AppInstallation: null,
  DiscountNode: "write_discounts",
  DiscountAutomaticNode: "write_discounts",
  DiscountCodeNode: "write_discounts",
  Order: "write_orders",
  Customer: "write_customers",
  Product: "write_products",
  ProductVariant: "write_products",
  Collection: "write_products",
};
const TYPES = new Set([
  "boolean",
  "color",
  "date",
  "date_time",
  "dimension",
  "id",
  "json",
  "language",
  "link",
  "money",
  "multi_line_text_field",
  "number_decimal",
  "number_integer",
  "rating",
  "rich_text_field",
  "single_line_text_field",
  "url",
  "volume",
  "weight",
]); // prettier-ignore

/** Why Shopify would refuse this metafield, or null. `at` is where it stands in the input. */
export function metafieldProblem(
  write: MetafieldWrite,
  at: string[],
  existingType: string | undefined,
  clientId: string,
): UserError | null {
  const problem = (field: string, message: string, code: string): UserError => ({ field: [...at, field], message, code });
  const key = write.key ?? "";
  const namespace = write.namespace ?? "$app";
  const type = write.type ?? existingType;
  const value = write.value ?? "";
  if (key === "") return problem("key", "Key can't be blank.", "BLANK");
  if (key.length < 2 || key.length > 64)
    return problem("key", "Key must be between 2 and 64 characters.", key.length < 2 ? "TOO_SHORT" : "TOO_LONG");
  if (!/^[\w-]+$/.test(key)) return problem("key", "Key may only contain letters, digits, underscores and hyphens.", "INVALID");
  if (namespace.startsWith("app--") && !namespace.startsWith(`app--${clientId}`)) {
    return problem(
      "namespace",
      "Access to this namespace and key on Metafields for this resource type is not allowed.",
      "APP_NOT_AUTHORIZED",
    );
  }
  if (!type) return problem("type", "Type can't be blank.", "BLANK");
  if (!TYPES.has(type) && !type.startsWith("list.") && !type.endsWith("_reference"))
    return problem("type", `Type '${type}' is not a valid type.`, "INVALID_TYPE");
  if (value === "") return problem("value", "Value can't be blank.", "BLANK");
  if (Buffer.byteLength(value) > MAX_BYTES) return problem("value", `Value exceeds ${MAX_BYTES} bytes.`, "TOO_LONG");
  const unreadable = valueProblem(type, value);
  return unreadable ? problem("value", unreadable, "INVALID_VALUE") : null;
}

function valueProblem(type: string, value: string): string | null {
  if (type === "number_integer") return /^-?\d+$/.test(value) ? null : "Value must be an integer.";
  if (type === "number_decimal") return /^-?\d+(\.\d+)?$/.test(value) ? null : "Value must be a decimal.";
  if (type === "boolean") return value === "true" || value === "false" ? null : "Value must be true or false.";
  if (type !== "json" && !type.startsWith("list.")) return null;
  try {
    const parsed: unknown = JSON.parse(value);
    return type.startsWith("list.") && !Array.isArray(parsed) ? "Value must be a list." : null;
  } catch {
    return "Value is invalid JSON.";
  }
}

/** The id metafields are kept under, once the owner exists and the app may write to it. */
function ownerOf(ownerId: unknown, field: string, context: ExecutionContext): string | null {
  const node = findNode(ownerId, context);
  if (!node) return null;
  const scope = WRITE_SCOPES[node.type];
  if (scope === undefined) throw notAnswered(`${field} of a ${node.type}`);
  if (scope !== null && !grants(context.scopes, { anyOf: [scope], requiredAccess: "" }))
    throw accessDenied(field, `\`${scope}\` access scope.`);
  return node.type.startsWith("Discount") ? discountOwnerGid((node.source as { id: number }).id) : String(ownerId);
}

export const metafieldMutations: FieldResolvers<unknown> = {
  metafieldsSet: (_root, args, context) => {
    const writes = args.metafields as (MetafieldWrite & { ownerId: string; compareDigest?: string })[];
    const refuse = (error: UserError, elementIndex: number | null) => ({ metafields: null, userErrors: [{ ...error, elementIndex }] });
    if (writes.length > MAX_AT_ONCE) {
      return refuse(
        { field: ["metafields"], message: `Exceeded the maximum metafields input limit of ${MAX_AT_ONCE}.`, code: "LESS_THAN_OR_EQUAL_TO" },
        null,
      );
    }
    // All or nothing, as on Shopify: first every check, then every write.
    const owners: string[] = [];
    for (const [index, write] of writes.entries()) {
      if (write.compareDigest != null) throw notAnswered("metafieldsSet(compareDigest:)");
      const owner = ownerOf(write.ownerId, "metafieldsSet", context);
      const at = ["metafields", String(index)];
      if (owner === null) return refuse({ field: [...at, "ownerId"], message: "Owner does not exist.", code: "INVALID" }, index);
      const existing = context.store.metafield(owner, write.namespace ?? "$app", write.key ?? "", context.clientId);
      const problem = metafieldProblem(write, at, existing?.type, context.clientId);
      if (problem) return refuse(problem, index);
      owners.push(owner);
    }
    const metafields = writes.map((write, index) => writeMetafield(owners[index] as string, write, context));
    return { metafields, userErrors: [] };
  },
  metafieldsDelete: (_root, args, context) => {
    const identifiers = args.metafields as { ownerId: string; namespace: string; key: string }[];
    const deletedMetafields = identifiers.map((identifier) => {
      const owner = ownerOf(identifier.ownerId, "metafieldsDelete", context);
      const found = owner === null ? undefined : context.store.metafield(owner, identifier.namespace, identifier.key, context.clientId);
      if (!found) return null;
      context.store.metafields.delete(`${found.ownerGid}\n${found.namespace}\n${found.key}`);
      return identifier;
    });
    return { deletedMetafields, userErrors: [] };
  },
};

/** Writes one metafield that was found good. */
export function writeMetafield(ownerGid: string, write: MetafieldWrite, context: ExecutionContext) {
  const { store, clientId } = context;
  const namespace = write.namespace ?? "$app";
  const key = write.key ?? "";
  const type = write.type ?? store.metafield(ownerGid, namespace, key, clientId)?.type ?? "";
  return store.setMetafield({ ownerGid, namespace, key, type, value: write.value ?? "", clientId });
}

export const metafieldPayloads: ResolverMap = {
  MetafieldsSetPayload: payload("metafields"),
  MetafieldsSetUserError: userError,
  MetafieldsDeletePayload: payload("deletedMetafields"),
};
