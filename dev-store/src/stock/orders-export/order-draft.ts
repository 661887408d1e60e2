import type { Fault } from "./set-aside.ts";

/** An order as the export tells it, before its money is checked. Amounts are thousandths of the currency unit, times epoch ms. */
export interface OrderDraft {
  name: string;
  /** the order's rows in the order of the file, chained in the row table */
  firstRow: number;
  lastRow: number;
  /** the first fault found; an order with one is set aside whole */
  fault: Fault | null;
  /** what the row with Currency, Subtotal and Total says; null until it has come */
  head: OrderHead | null;
  /** the first row that gives the order's own columns a second time, -1 when none does */
  repeatRow: number;
}

export interface OrderHead {
  line: number;
  id: number | null;
  email: string | null;
  personName: string;
  acceptsMarketing: boolean;
  currency: string;
  subtotal: number;
  /** null when the file has no such column or an empty cell, as for the amounts below */
  shipping: number | null;
  taxes: number | null;
  total: number;
  discountCode: string;
  discountAmount: number;
  refunded: number;
  processedAt: number;
  offsetMinutes: number;
  fulfilledAt: number | null;
  cancelledAt: number | null;
  financialStatus: string;
  paymentMethod: string;
  source: string;
  tags: string;
}

export function emptyDraft(name: string): OrderDraft {
  return { name, firstRow: -1, lastRow: -1, fault: null, head: null, repeatRow: -1 };
}

/** Two rows with order columns under one name are the same order when Id agrees, or without Ids the time. */
export function sameOrder(a: OrderHead, b: OrderHead): boolean {
  return a.id !== null && b.id !== null ? a.id === b.id : a.processedAt === b.processedAt;
}
