import { offsetMinutes, parseAmount, parseDate } from "./cells.ts";
import { type ColumnKey, type Columns, columnName } from "./columns.ts";
import type { OrderHead } from "./order-draft.ts";
import type { Fault } from "./set-aside.ts";

/** Financial statuses that Shopify exports, and the local store's word for each. */
export const FINANCIAL_STATUS: Readonly<
  Record<string, "PENDING" | "AUTHORIZED" | "PAID" | "PARTIALLY_REFUNDED" | "REFUNDED" | "VOIDED" | "PARTIALLY_PAID">
> = {
  "": "PAID",
  pending: "PENDING",
  unpaid: "PENDING",
  authorized: "AUTHORIZED",
  paid: "PAID",
  partially_refunded: "PARTIALLY_REFUNDED",
  refunded: "REFUNDED",
  voided: "VOIDED",
  expired: "VOIDED",
  partially_paid: "PARTIALLY_PAID",
};

/** Whether the row carries the order's own columns and not just one more line item. */
export function hasHead(cells: readonly string[], columns: Columns): boolean {
  return Boolean(cells[columns.subtotal] || cells[columns.currency] || cells[columns.total]);
}

/**
 * Reads the order's own columns of a row.
 * @param latest the latest time an order can have, epoch ms
 * @returns the head, or the first fault
 */
export function parseHead(
  cells: readonly string[],
  columns: Columns,
  line: number,
  latest: number,
): { head: OrderHead } | { fault: Fault } {
  const text = (key: ColumnKey) => (columns[key] === -1 ? "" : (cells[columns[key]] ?? "").trim());
  let fault: Fault | null = null;
  const refuse = (key: ColumnKey, reason: string) => {
    fault ??= { line, column: columnName(key), value: text(key), reason };
  };
  const amount = (key: ColumnKey): number | null => {
    if (text(key) === "") return null;
    const value = parseAmount(text(key));
    if (value === null) refuse(key, "not an amount: digits with a point and at most three decimals, zero or more");
    return value;
  };
  const needed = (key: ColumnKey): number => {
    if (text(key) === "") refuse(key, "empty, though the row has other columns of the order");
    return amount(key) ?? 0;
  };
  const date = (key: ColumnKey): number | null => {
    if (text(key) === "") return null;
    const value = parseDate(text(key));
    if (value === null) refuse(key, "not a possible date: it should read like 2024-05-31 14:05:00 +0000");
    else if (value > latest) refuse(key, "a date in the future");
    return value;
  };

  const currency = text("currency").toUpperCase();
  if (!/^[A-Z]{3}$/.test(currency)) refuse("currency", "not a currency code of three letters");
  const created = date("createdAt");
  const processedAt = created ?? date("paidAt");
  const dateColumn = columns.createdAt === -1 ? "paidAt" : "createdAt";
  if (processedAt === null) refuse(dateColumn, "the order has no date");
  const cancelledAt = date("cancelledAt");
  if (cancelledAt !== null && processedAt !== null && cancelledAt < processedAt) refuse("cancelledAt", "cancelled before it was made");
  const financialStatus = text("financialStatus").toLowerCase();
  if (!(financialStatus in FINANCIAL_STATUS)) refuse("financialStatus", "not a financial status that Shopify has");
  const id = Number(text("id"));
  const email = text("email").toLowerCase();

  const head: OrderHead = {
    line,
    id: /^\d+$/.test(text("id")) && id > 0 && Number.isSafeInteger(id) ? id : null,
    email: email === "" ? null : email,
    personName: text("billingName") || text("shippingName"),
    acceptsMarketing: /^(yes|true)$/i.test(text("acceptsMarketing")),
    currency,
    subtotal: needed("subtotal"),
    shipping: amount("shipping"),
    taxes: amount("taxes"),
    total: needed("total"),
    discountCode: text("discountCode"),
    discountAmount: amount("discountAmount") ?? 0,
    refunded: amount("refundedAmount") ?? 0,
    processedAt: processedAt ?? 0,
    offsetMinutes: offsetMinutes(text(created === null ? "paidAt" : "createdAt")),
    fulfilledAt: date("fulfilledAt"),
    cancelledAt,
    financialStatus,
    paymentMethod: text("paymentMethod"),
    source: text("source"),
    tags: text("tags"),
  };
  return fault ? { fault } : { head };
}
