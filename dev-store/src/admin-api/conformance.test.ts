import {
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { beforeAll, expect, test } from "vitest";
import { adminSchema } from "./admin-schema.ts";
import { adminResolvers } from "./resolvers/admin-resolvers.ts";
import { ALL_SCOPES, type Answer, addCustomer, addOrder, addProduct, CACHE_FOLDER, line, sampleAdmin } from "./sample-admin.ts";

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await adminSchema(CACHE_FOLDER);
});

test("every resolver stands for a field of Shopify's schema", () => {
  const strangers = Object.entries(adminResolvers).flatMap(([name, fields]) => {
    const type = schema.getType(name);
    if (!isObjectType(type)) return [name];
    return Object.keys(fields)
      .filter((field) => !type.getFields()[field] && name !== "ScriptDiscountApplication")
      .map((field) => `${name}.${field}`);
  });
  // Shared resolvers carry a few fields that only some of their types have; those can never be asked for.
  const shared = /^(\w*UserError|\w*UninstallError)\.(code|extraInfo|elementIndex)$|^Discount\w+Basic\.|^DiscountAutomaticApp\./;
  expect(strangers.filter((one) => !shared.test(one))).toEqual([]);
});

test("everything answered has the type Shopify's schema gives it", async () => {
  const { api, store, ask } = await sampleAdmin();
  api.faults.bucket = { maximumAvailable: 1_000_000, restoreRate: 1 };
  addCustomer(store, 7);
  addProduct(store, 1, { collectionIds: [5], imageUrl: "http://127.0.0.1/1.png", tags: ["a"] }, { compareAtPrice: 2000 });
  store.collections.set(5, { id: 5, handle: "all", title: "All", productIds: [1], updatedAt: store.now() });
  const item = line(store, {
    productId: 1,
    variantId: 10,
    quantity: 2,
    currentQuantity: 2,
    allocations: [{ applicationIndex: 0, amount: 100 }],
    attributes: [{ key: "k", value: "v" }],
  });
  const order = addOrder(store, 1, {
    customerId: 7,
    email: "buyer7@example.com",
    lines: [item],
    discountApplications: [
      {
        index: 0,
        kind: "manual",
        title: "M",
        code: null,
        value: { kind: "percentage", percentage: 5 },
        allocationMethod: "ONE",
        targetSelection: "EXPLICIT",
      },
    ],
  });
  store.refundOrder(order.id, { amount: 100, lines: [{ lineId: item.id, quantity: 1 }] });
  await ask(
    `mutation { discountAutomaticAppCreate(automaticAppDiscount: {title: "T", functionHandle: "crescendo-offers", startsAt: "2026-01-01T00:00:00Z", discountClasses: [PRODUCT], metafields: [{key: "config", type: "json", value: "{}"}]}) { userErrors { message } } }`,
  );
  const discount = [...store.discounts.keys()][0];
  const ids = [
    `Order/${order.id}`,
    "Customer/7",
    "Product/1",
    "ProductVariant/10",
    "InventoryItem/100",
    "Collection/5",
    "Shop/1",
    `LineItem/${item.id}`,
    `Refund/${order.refunds[0]?.id}`,
    `DiscountNode/${discount}`,
    `DiscountAutomaticNode/${discount}`,
  ];
  let checked = 0;
  for (const id of ids) {
    const type = schema.getType(id.split("/")[0] ?? "") as GraphQLObjectType;
    const answer = await ask(`{ node(id: "gid://shopify/${id}") { ... on ${type.name} ${selection(type, 2)} } }`, {}, [
      ...ALL_SCOPES,
      "read_discounts",
    ]);
    expect([id, answer.errors]).toEqual([id, undefined]);
    checked += check(type, answer.data.node, id);
  }
  expect(checked).toBeGreaterThan(300);
  api.close();
}, 30_000);

/** All answered fields of a type, `depth` objects deep. */
function selection(type: GraphQLObjectType, depth: number): string {
  const fields = Object.entries(type.getFields()).flatMap(([name, field]) => {
    if (!adminResolvers[type.name]?.[name] || field.args.some((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined))
      return [];
    const named = getNamedType(field.type);
    if (isLeafType(named)) return [name];
    if (depth === 0) return [];
    if (!isObjectType(named)) return [`${name} { __typename }`];
    if (!named.name.endsWith("Connection")) return [`${name} ${selection(named, depth - 1)}`];
    const node = getNamedType(named.getFields().nodes?.type as GraphQLOutputType);
    return isObjectType(node)
      ? [`${name}(first: 1) { nodes ${selection(node, depth - 1)} }`]
      : [`${name}(first: 1) { nodes { __typename } }`];
  });
  return `{ ${["__typename", ...fields].join(" ")} }`;
}

function check(type: GraphQLObjectType, value: Answer, path: string): number {
  let checked = 0;
  for (const [key, one] of Object.entries(value)) {
    const field = type.getFields()[key];
    if (field) checked += checkValue(field.type, one, `${path}.${key}`);
  }
  return checked;
}

function checkValue(type: GraphQLOutputType, value: Answer, path: string): number {
  if (isNonNullType(type)) {
    expect([path, value]).not.toEqual([path, null]);
    return checkValue(type.ofType, value, path);
  }
  if (value === null) return 1;
  if (isListType(type)) {
    expect([path, Array.isArray(value)]).toEqual([path, true]);
    return value.reduce((sum: number, one: Answer, at: number) => sum + checkValue(type.ofType, one, `${path}.${at}`), 0);
  }
  if (isObjectType(type)) return check(type, value, path);
  if (isEnumType(type)) expect(type.getValues().map((one) => one.name)).toContain(value);
  else if (isLeafType(type)) expect([path, fits(type.name, value)]).toEqual([path, true]);
  return 1;
}

function fits(scalar: string, value: unknown): boolean {
  switch (scalar) {
    case "Int":
      return Number.isInteger(value);
    case "Float":
      return typeof value === "number";
    case "Boolean":
      return typeof value === "boolean";
    case "UnsignedInt64":
      return typeof value === "string" && /^\d+$/.test(value);
    case "Decimal":
      return typeof value === "string" && /^-?\d+\.\d+$/.test(value);
    case "Money":
      return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value);
    case "DateTime":
      return typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value);
    case "ID":
      return typeof value === "string" && value.startsWith("gid://shopify/");
    case "JSON":
      return true;
    default:
      return typeof value === "string";
  }
}
