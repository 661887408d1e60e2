import { z } from "zod";

/** An offer as a merchant writes it. Money in minor units of the shop's currency, percentages in basis points. */
export const OfferStage = z.enum(["tripwire", "profit_maximizer"]);
export const OfferStatus = z.enum(["draft", "live", "paused", "ended"]);
export const OfferAudience = z.enum(["everyone", "first_time_buyers", "returning_customers"]);
export const OfferPlacement = z.enum(["product", "cart"]);

/** Whole numbers from the first to the second; the editor names both beside the field. */
export const OFFER_RANGES = {
  perCustomerLimit: [1, 1_000],
  totalLimit: [1, 1_000_000],
  maxQuantity: [1, 100],
  dailyLimit: [1, 1_000_000],
} as const satisfies Record<string, readonly [least: number, most: number]>;

const whole = ([least, most]: readonly [number, number]) => z.number().int().min(least).max(most);
const share = z.number().int().min(0, "percentage_range").max(10_000, "percentage_range");
const id = z.string().regex(/^[1-9]\d{0,19}$/);

export const OfferTrigger = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("any") }),
  z.object({ kind: z.literal("product"), productIds: z.array(id).min(1, "product_required").max(100) }),
  z.object({ kind: z.literal("collection"), collectionIds: z.array(id).min(1, "collection_required").max(20) }),
  z.object({ kind: z.literal("cart_value"), minimum: z.number().int().min(1, "minimum_required") }),
]);
export type OfferTrigger = z.infer<typeof OfferTrigger>;

export const OfferDiscount = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("percentage"), /** basis points */ value: share }),
  z.object({ kind: z.literal("amount"), /** minor units off each unit */ value: z.number().int().min(0, "not_an_amount") }),
]);
export type OfferDiscount = z.infer<typeof OfferDiscount>;

/** The fields of an offer, each by itself. */
export const OfferFields = z.object({
  name: z.string().trim().min(1, "name_required").max(80, "too_long"),
  stage: OfferStage,
  headline: z.string().trim().min(1, "headline_required").max(80, "too_long"),
  body: z.string().trim().max(240, "too_long"),
  productIds: z.array(id).max(100, "too_many_products"),
  /** the engine picks among all the shop sells; `productIds` is then empty */
  dynamic: z.boolean(),
  discount: OfferDiscount,
  /** discounts the engine may choose among, basis points, none above the discount; empty: the discount alone */
  depthsBp: z.array(share).max(5, "too_many_depths"),
  trigger: OfferTrigger,
  audience: OfferAudience,
  placements: z.array(OfferPlacement).min(1, "placement_required"),
  startsAt: z.iso.datetime({ offset: true }).nullable(),
  endsAt: z.iso.datetime({ offset: true }).nullable(),
  perCustomerLimit: whole(OFFER_RANGES.perCustomerLimit).nullable(),
  totalLimit: whole(OFFER_RANGES.totalLimit).nullable(),
  maxQuantity: whole(OFFER_RANGES.maxQuantity),
  lossBudget: z.number().int().min(0, "not_an_amount").nullable(),
  priority: z.number().int().min(-100).max(100),
  /** always this product while it may be offered */
  pinnedProductId: id.nullable(),
  excludedProductIds: z.array(id).max(100, "too_many_products"),
  /** instead of the shop's floor, basis points of the discounted price */
  marginFloorBp: share.nullable(),
  /** the most orders a day */
  dailyLimit: whole(OFFER_RANGES.dailyLimit).nullable(),
  /** the most discount it may give away in all, minor units */
  discountBudget: z.number().int().min(1, "positive_amount").nullable(),
});

/** What the editor sends; every message is a code that the locales explain beside its field. */
export const OfferDraft = OfferFields.superRefine((offer, context) => {
  if (offer.startsAt && offer.endsAt && Date.parse(offer.endsAt) <= Date.parse(offer.startsAt)) {
    context.addIssue({ code: "custom", path: ["endsAt"], message: "ends_before_start" });
  }
  const issue = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
  if (!offer.dynamic && offer.productIds.length === 0) issue("productIds", "product_required");
  if (offer.dynamic && offer.productIds.length > 0) issue("productIds", "dynamic_names_products");
  if (offer.dynamic && offer.stage === "tripwire") issue("dynamic", "tripwire_one_product");
  if (offer.dynamic && offer.discount.kind === "amount") issue("discount.kind", "dynamic_percentage");
  if (offer.depthsBp.length > 0 && offer.discount.kind === "amount") issue("depthsBp", "depths_percentage");
  if (offer.depthsBp.some((depth) => depth > offer.discount.value)) issue("depthsBp", "depth_above_discount");
  if (offer.pinnedProductId !== null && !offer.dynamic && !offer.productIds.includes(offer.pinnedProductId))
    issue("pinnedProductId", "pinned_not_offered");
  if (offer.stage === "tripwire" && offer.productIds.length > 1) {
    context.addIssue({ code: "custom", path: ["productIds"], message: "tripwire_one_product" });
  }
  if (offer.stage === "tripwire" && offer.lossBudget === null) {
    context.addIssue({ code: "custom", path: ["lossBudget"], message: "loss_budget_required" });
  }
});
export type OfferDraft = z.infer<typeof OfferDraft>;

/** An offer that leaves nothing to the engine but which of its products, and has no rules beyond the shop's. */
export const NO_ENGINE_RULES = {
  dynamic: false,
  depthsBp: [] as number[],
  pinnedProductId: null,
  excludedProductIds: [] as string[],
  marginFloorBp: null,
  dailyLimit: null,
  discountBudget: null,
} satisfies Partial<OfferDraft>;

export interface Offer extends OfferDraft {
  readonly id: number;
  readonly status: z.infer<typeof OfferStatus>;
  readonly pausedReason: string | null;
  readonly publishedAt: string | null;
  readonly updatedAt: string;
}

/** What an offer did, from the ledger; refunds restate it. Minor units. */
export interface OfferResult {
  readonly offerId: number;
  readonly impressions: number;
  /** that an order was placed with and has kept */
  readonly accepts: number;
  readonly orders: number;
  readonly revenue: number;
  readonly discount: number;
  readonly profit: number;
}
