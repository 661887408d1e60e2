import type { Discount } from "../../store/model.ts";
import { gid } from "../../store/store.ts";
import type { ExecutionContext } from "../execution-context.ts";
import { arrayListing } from "../listing.ts";
import { type FieldResolvers, type ResolverMap, Typed } from "../resolver-map.ts";
import { functionId } from "./app-resolvers.ts";
import { metafieldsOf } from "./metafield-resolvers.ts";
import { dateTime, optionalDateTime } from "./sources.ts";

/** One discount has several node types on Shopify; its metafields are kept under this one id. */
export function discountOwnerGid(discountId: number): string {
  return gid("DiscountNode", discountId);
}

/** Scheduled and expired follow from the clock; a deactivated discount has its end in the past. */
export function discountStatus(discount: Discount, now: number): Discount["status"] {
  if (discount.status === "EXPIRED" || (discount.endsAt !== null && discount.endsAt <= now)) return "EXPIRED";
  return discount.startsAt > now ? "SCHEDULED" : "ACTIVE";
}

const CONCRETE = {
  automatic_app: "DiscountAutomaticApp",
  automatic_basic: "DiscountAutomaticBasic",
  code_basic: "DiscountCodeBasic",
} as const;
const typed = (discount: Discount) => new Typed(CONCRETE[discount.kind], discount);
const metafields = metafieldsOf<Discount>((source) => discountOwnerGid(source.id));

const common: FieldResolvers<Discount> = {
  title: (source) => source.title,
  status: (source, _args, { now }) => discountStatus(source, now),
  startsAt: (source) => dateTime(source.startsAt),
  endsAt: (source) => optionalDateTime(source.endsAt),
  createdAt: (source) => dateTime(source.createdAt),
  updatedAt: (source) => dateTime(source.updatedAt),
  discountClasses: (source) => source.discountClasses,
  discountClass: (source) => source.discountClasses[0],
  combinesWith: (source) => source.combinesWith,
  // Nothing narrower than every buyer can be made here, see the mutations.
  context: () => new Typed("DiscountBuyerSelectionAll", {}),
  tags: () => [],
};

const basic: FieldResolvers<Discount> = {
  ...common,
  customerGets: (source) => source,
  summary: (source) => `${source.percentage ?? 0}% off entire order`,
  shortSummary: (source) => `${source.percentage ?? 0}% off`,
  minimumRequirement: () => null,
};

const appDiscountType: FieldResolvers<Discount> = {
  appKey: (source) => source.appClientId,
  functionId: (source) => functionId(source.appClientId ?? "", source.functionHandle ?? ""),
  title: (source, _args, context) => deployed(source, context)?.title ?? source.functionHandle,
  description: () => null,
  discountClasses: (source) => source.discountClasses,
  app: (source) => ({ clientId: source.appClientId }),
};

function deployed(source: Discount, { settings }: ExecutionContext) {
  return settings.functions.find((one) => one.handle === source.functionHandle);
}

export const discountResolvers: ResolverMap = {
  DiscountNode: { id: (source: Discount) => gid("DiscountNode", source.id), discount: typed, ...metafields },
  DiscountAutomaticNode: { id: (source: Discount) => gid("DiscountAutomaticNode", source.id), automaticDiscount: typed, ...metafields },
  DiscountCodeNode: { id: (source: Discount) => gid("DiscountCodeNode", source.id), codeDiscount: typed, ...metafields },
  DiscountAutomaticApp: {
    ...common,
    discountId: (source: Discount) => gid("DiscountAutomaticNode", source.id),
    appDiscountType: (source: Discount) => source,
    appliesOnOneTimePurchase: () => true,
    appliesOnSubscription: (source: Discount) => source.appliesOnSubscription === true,
  },
  DiscountAutomaticBasic: basic,
  DiscountCodeBasic: {
    ...basic,
    codes: (source: Discount) => arrayListing([source], (one) => one.id),
    codesCount: () => ({ count: 1, precision: "EXACT" }),
  },
  DiscountRedeemCode: { id: (source: Discount) => gid("DiscountRedeemCode", source.id), code: (source: Discount) => source.code },
  AppDiscountType: appDiscountType,
  DiscountCombinesWith: {
    orderDiscounts: (source: Discount["combinesWith"]) => source.orderDiscounts,
    productDiscounts: (source: Discount["combinesWith"]) => source.productDiscounts,
    shippingDiscounts: (source: Discount["combinesWith"]) => source.shippingDiscounts,
  },
  DiscountBuyerSelectionAll: { all: () => "ALL" },
  DiscountCustomerGets: {
    items: () => new Typed("AllDiscountItems", {}),
    value: (source: Discount) => new Typed("DiscountPercentage", source),
    appliesOnOneTimePurchase: () => true,
    appliesOnSubscription: (source: Discount) => source.appliesOnSubscription === true,
  },
  AllDiscountItems: { allItems: () => true },
  DiscountPercentage: { percentage: (source: Discount) => (source.percentage ?? 0) / 100 },
};
