import type { Estimate } from "./models/store-totals.ts";

// In every report of this room money is in minor units of `currency` and keeps its fraction in averages; shares are 0 to 1; a day is
// "2026-03-01" in the shop's time zone; null means "cannot be told", never 0.

/**
 * What a customer brings: `profit` = revenue - refunds - cost - fees; `net` = revenue - refunds; `gross` = revenue, which is after
 * discounts and before tax, shipping and gift cards.
 */
export const VALUE_BASES = ["profit", "net", "gross"] as const;
export type ValueBase = (typeof VALUE_BASES)[number];
export type Amounts = Readonly<Record<ValueBase, number>>;
export type Estimates = Readonly<Record<ValueBase, Estimate>>;
