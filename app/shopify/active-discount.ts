import { parseDecimal } from "../money/money.ts";
import type { DiscountNodeData } from "./active-discounts.graphql.ts";

/** A discount in force that another app or the merchant made. Money in minor units of the shop's currency. */
export interface ActiveDiscount {
  readonly title: string;
  /** whether a shopper has to enter a code */
  readonly code: boolean;
  readonly product: boolean;
  readonly order: boolean;
  readonly combinesWith: { readonly productDiscounts: boolean; readonly orderDiscounts: boolean };
  /** null when it cannot be known beforehand: another app's, or one that depends on what else is bought */
  readonly takes:
    | { readonly kind: "percentage" /** basis points */; readonly value: number }
    | { readonly kind: "amount"; readonly value: number /** off each unit, else once an order */; readonly each: boolean }
    | null;
  /** null for everything; `complete` is false when Shopify named more than were asked for */
  readonly only: {
    readonly productIds: readonly string[];
    readonly variantIds: readonly string[];
    readonly collectionIds: readonly string[];
    readonly complete: boolean;
  } | null;
  /** the least an order must come to */
  readonly minimum: number;
}

/** As Shopify answers; null for what is not in force, takes off shipping alone, or is the app's own. */
export function activeDiscount(node: DiscountNodeData, shop: { currency: string; apiKey: string }): ActiveDiscount | null {
  const classes = node.discountClasses ?? [];
  const product = classes.includes("PRODUCT");
  const order = classes.includes("ORDER");
  if (node.status !== "ACTIVE" || !(product || order) || !node.combinesWith) return null;
  if (node.appDiscountType?.appKey === shop.apiKey) return null;
  const minimum = node.minimumRequirement?.greaterThanOrEqualToSubtotal;
  return {
    title: node.title ?? "",
    code: node.__typename.startsWith("DiscountCode"),
    product,
    order,
    combinesWith: node.combinesWith,
    takes: takesOf(node, shop.currency),
    only: onlyOf(node.customerGets?.items),
    minimum: (minimum && parseDecimal(minimum.amount, shop.currency)) ?? 0,
  };
}

function takesOf({ customerGets }: DiscountNodeData, currency: string): ActiveDiscount["takes"] {
  const value = customerGets?.value;
  if (value?.percentage !== undefined) return { kind: "percentage", value: Math.round(value.percentage * 10_000) };
  const amount = value?.amount ? parseDecimal(value.amount.amount, currency) : null;
  return amount === null ? null : { kind: "amount", value: amount, each: value?.appliesOnEachItem ?? false };
}

type Items = NonNullable<DiscountNodeData["customerGets"]>["items"];

function onlyOf(items: Items | undefined): ActiveDiscount["only"] {
  if (!items || items.allItems) return null;
  const lists = [items.products, items.productVariants, items.collections];
  const [productIds = [], variantIds = [], collectionIds = []] = lists.map((list) =>
    (list?.nodes ?? []).map(({ id }) => id.slice(id.lastIndexOf("/") + 1)),
  );
  return { productIds, variantIds, collectionIds, complete: lists.every((list) => !list?.pageInfo.hasNextPage) };
}
