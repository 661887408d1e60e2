import type { Metafield } from "../../store/model.ts";
import { gid } from "../../store/store.ts";
import type { ExecutionContext } from "../execution-context.ts";
import { notAnswered } from "../field-error.ts";
import { arrayListing } from "../listing.ts";
import type { FieldResolvers, ResolverMap } from "../resolver-map.ts";
import { dateTime } from "./sources.ts";

/** The two metafield fields of every type that has metafields; without a namespace the app's own one is meant. */
export function metafieldsOf<Source>(ownerOf: (source: Source, context: ExecutionContext) => string): FieldResolvers<Source> {
  return {
    metafield: (source, args, context) => {
      const dotted = typeof args.key === "string" && args.namespace == null ? args.key.split(".") : null;
      const [namespace, key] =
        dotted?.length === 2 ? [dotted[0] as string, dotted[1] as string] : [String(args.namespace ?? "$app"), String(args.key)];
      return context.store.metafield(ownerOf(source, context), namespace, key, context.clientId);
    },
    metafields: (source, args, context) => {
      if (Array.isArray(args.keys)) throw notAnswered("metafields(keys:)");
      const owner = ownerOf(source, context);
      const namespace = typeof args.namespace === "string" ? args.namespace : null;
      const own = [...context.store.metafields.values()].filter(
        (one) =>
          one.ownerGid === owner && (namespace === null || context.store.metafield(owner, namespace, one.key, context.clientId) === one),
      );
      return arrayListing(
        own.sort((a, b) => a.id - b.id),
        (one) => one.id,
        (one) => one,
        args.reverse === true,
      );
    },
  };
}

const OWNER_TYPES: Record<string, string> = {
  Shop: "SHOP",
  AppInstallation: "API_PERMISSION",
  DiscountNode: "DISCOUNT",
  Order: "ORDER",
  Customer: "CUSTOMER",
  Product: "PRODUCT",
  ProductVariant: "PRODUCTVARIANT",
  Collection: "COLLECTION",
};

const metafield: FieldResolvers<Metafield> = {
  id: (source) => gid("Metafield", source.id),
  legacyResourceId: (source) => String(source.id),
  namespace: (source) => source.namespace,
  key: (source) => source.key,
  type: (source) => source.type,
  value: (source) => source.value,
  jsonValue: (source) => jsonValue(source),
  ownerType: (source) => OWNER_TYPES[source.ownerGid.split("/")[3] ?? ""],
  sizeInBytes: (source) => Buffer.byteLength(source.value),
  createdAt: (source) => dateTime(source.createdAt),
  updatedAt: (source) => dateTime(source.updatedAt),
};

function jsonValue({ type, value }: Metafield): unknown {
  const parsed = type === "json" || type === "number_integer" || type === "boolean" || type === "money" || type.startsWith("list.");
  return parsed ? JSON.parse(value) : value;
}

export const metafieldResolvers: ResolverMap = {
  Metafield: metafield,
  MetafieldIdentifier: {
    ownerId: (source: { ownerId: string }) => source.ownerId,
    namespace: (source: { namespace: string }) => source.namespace,
    key: (source: { key: string }) => source.key,
  },
};
