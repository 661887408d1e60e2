/** stops: it cannot be published so; warns: it can, but will not do what is meant; tells: good to know. */
export type FindingSeverity = "stops" | "warns" | "tells";

export type FindingCode =
  | "error"
  | "collection_sets_differ"
  | "stack_below_floor"
  | "stack_deeper_loss"
  | "stack_holds"
  | "stack_none"
  | "stack_unknown"
  | "discount_excludes"
  | "code_excludes"
  | "discounts_incomplete"
  | "discounts_unread"
  | "seen_by_visitors"
  | "seen_by_orders"
  | "nobody_triggers"
  | "no_history"
  | "outranked"
  | "outranked_partly"
  | "tripwire_first"
  | "tripwire_first_measured"
  | "tripwire_last"
  | "shares_place"
  | "product_elsewhere"
  | "ab_running"
  | "out_of_stock_all"
  | "out_of_stock_some"
  | "not_active"
  | "excluded_all"
  | "excluded_some"
  | "dynamic_products"
  | "assumed_cost"
  | "not_begun"
  | "over"
  | "place_silent"
  | "holdout"
  | "holdout_running"
  | "other_currencies"
  | "total_limit_used"
  | "loss_budget_used"
  | "loss_budget_short"
  | "discount_budget_used"
  | "discount_budget_short"
  | "discount_budget_some"
  | "words_differ"
  | "words_promise"
  | "arm_words_differ"
  | "arm_words_promise";

/** One value of a finding's words: money in minor units, shares from 0 to 1, moments as ISO. */
export type FindingValue =
  | { readonly as: "money" | "share" | "number"; readonly value: number }
  | { readonly as: "shares"; readonly value: readonly number[] }
  | { readonly as: "date"; readonly value: string }
  | { readonly as: "names"; readonly value: readonly string[] };

/** Something with a page of its own that a finding names; a holdout is called by its kind. */
export interface FindingSubject {
  readonly kind: "offer" | "experiment" | "holdout" | "global_holdout";
  readonly id: number;
  readonly name: string;
}

/** Something to know before an offer is published; the locales say it in words and what to do. */
export interface PublishFinding {
  readonly severity: FindingSeverity;
  readonly code: FindingCode;
  readonly values: Readonly<Record<string, FindingValue>>;
  readonly about?: readonly FindingSubject[];
  /** code "error": the error's own code */
  readonly error?: string;
}

export const money = (value: number): FindingValue => ({ as: "money", value });
export const share = (value: number): FindingValue => ({ as: "share", value });
export const shares = (value: readonly number[]): FindingValue => ({ as: "shares", value });
export const count = (value: number): FindingValue => ({ as: "number", value });
export const moment = (value: string): FindingValue => ({ as: "date", value });
export const names = (value: readonly string[]): FindingValue => ({ as: "names", value });

export function finding(
  severity: FindingSeverity,
  code: FindingCode,
  values: PublishFinding["values"] = {},
  about?: readonly FindingSubject[],
): PublishFinding {
  return { severity, code, values, ...(about ? { about } : {}) };
}
