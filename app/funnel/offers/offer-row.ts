import {
  type Offer,
  OfferAudience,
  OfferDiscount,
  type OfferDraft,
  OfferPlacement,
  OfferStage,
  OfferStatus,
  OfferTrigger,
} from "./offer.ts";

/** Columns of `offers` as `OFFER_COLUMNS` selects them. */
export interface OfferRow {
  id: number;
  name: string;
  stage: string;
  status: string;
  headline: string;
  body: string;
  product_ids: string[];
  discount_kind: string;
  discount_value: number;
  trigger: unknown;
  audience: string;
  placements: string[];
  starts_at: Date | null;
  ends_at: Date | null;
  per_customer_limit: number | null;
  total_limit: number | null;
  max_quantity: number;
  loss_budget: number | null;
  priority: number;
  dynamic: boolean;
  depths_bp: number[] | null;
  pinned_product_id: string | null;
  excluded_product_ids: string[] | null;
  margin_floor_bp: number | null;
  daily_limit: number | null;
  discount_budget: number | null;
  paused_reason: string | null;
  published_at: Date | null;
  updated_at: Date;
}

export const OFFER_COLUMNS = `id, name, stage, status, headline, body, product_ids::text[] as product_ids, discount_kind, discount_value, trigger, audience,
  placements, starts_at, ends_at, per_customer_limit, total_limit, max_quantity, loss_budget::float8 as loss_budget, priority,
  dynamic, depths_bp, pinned_product_id::text as pinned_product_id, excluded_product_ids::text[] as excluded_product_ids, margin_floor_bp, daily_limit,
  discount_budget::float8 as discount_budget, paused_reason, published_at, updated_at`;

/** Throws when the row is none this program wrote: that is a fault, not an outcome. */
export function offerFromRow(row: OfferRow): Offer {
  return {
    id: row.id,
    name: row.name,
    stage: OfferStage.parse(row.stage),
    status: OfferStatus.parse(row.status),
    headline: row.headline,
    body: row.body,
    productIds: row.product_ids,
    discount: OfferDiscount.parse({ kind: row.discount_kind, value: row.discount_value }),
    trigger: OfferTrigger.parse(row.trigger),
    audience: OfferAudience.parse(row.audience),
    placements: OfferPlacement.array().parse(row.placements),
    startsAt: row.starts_at?.toISOString() ?? null,
    endsAt: row.ends_at?.toISOString() ?? null,
    perCustomerLimit: row.per_customer_limit,
    totalLimit: row.total_limit,
    maxQuantity: row.max_quantity,
    lossBudget: row.loss_budget,
    priority: row.priority,
    dynamic: row.dynamic,
    depthsBp: row.depths_bp ?? [],
    pinnedProductId: row.pinned_product_id,
    excludedProductIds: row.excluded_product_ids ?? [],
    marginFloorBp: row.margin_floor_bp,
    dailyLimit: row.daily_limit,
    discountBudget: row.discount_budget,
    pausedReason: row.paused_reason,
    publishedAt: row.published_at?.toISOString() ?? null,
    updatedAt: row.updated_at.toISOString(),
  };
}

/** The draft's columns and values, in one order, for insert and update alike. */
export function draftColumns(draft: OfferDraft): { columns: string[]; values: unknown[] } {
  const entries: [string, unknown][] = [
    ["name", draft.name],
    ["stage", draft.stage],
    ["headline", draft.headline],
    ["body", draft.body],
    ["product_ids", draft.productIds],
    ["discount_kind", draft.discount.kind],
    ["discount_value", draft.discount.value],
    ["trigger", JSON.stringify(draft.trigger)],
    ["audience", draft.audience],
    ["placements", draft.placements],
    ["starts_at", draft.startsAt],
    ["ends_at", draft.endsAt],
    ["per_customer_limit", draft.perCustomerLimit],
    ["total_limit", draft.totalLimit],
    ["max_quantity", draft.maxQuantity],
    ["loss_budget", draft.lossBudget],
    ["priority", draft.priority],
    ["dynamic", draft.dynamic],
    ["depths_bp", draft.depthsBp],
    ["pinned_product_id", draft.pinnedProductId],
    ["excluded_product_ids", draft.excludedProductIds],
    ["margin_floor_bp", draft.marginFloorBp],
    ["daily_limit", draft.dailyLimit],
    ["discount_budget", draft.discountBudget],
  ];
  return { columns: entries.map(([name]) => name), values: entries.map(([, value]) => value) };
}
