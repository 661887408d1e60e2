import type { DiscountApplication, Line, Order, Refund } from "../../store/model.ts";

/** An amount of an order: shop currency in minor units, shown in both of the order's currencies. */
export interface MoneyBag {
  minor: number;
  order: Pick<Order, "presentmentCurrency" | "presentmentRate">;
}

export interface MoneyV2 {
  minor: number;
  currency: string;
}

export interface LineSource {
  order: Order;
  line: Line;
}

export interface AllocationSource {
  order: Order;
  allocation: Line["allocations"][number];
}

export interface ApplicationSource {
  order: Order;
  application: DiscountApplication;
}

export interface RefundSource {
  order: Order;
  refund: Refund;
}

export interface RefundLineSource {
  order: Order;
  refund: Refund;
  item: Refund["lines"][number];
}

export interface TransactionSource {
  order: Order;
  id: number;
  kind: "SALE" | "REFUND";
  minor: number;
  at: number;
}

/** Shopify's DateTime: whole seconds in UTC. */
export function dateTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

export function optionalDateTime(time: number | null): string | null {
  return time === null ? null : dateTime(time);
}
