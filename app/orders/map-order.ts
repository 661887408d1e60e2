import { copyText, NULL } from "./copy-value.ts";
import { answerValues, type LineAnswer } from "./line-answer.ts";
import { booleanOf, countOf, idOf, type MoneyReader, textOf, timeOf, Unreadable } from "./shopify-values.ts";
import { visitorOf } from "./visitor-of.ts";

// biome-ignore lint/suspicious/noExplicitAny: a record as it came; every field is checked as it is read
export type ShopifyRecord = Record<string, any>;

export const ORDER_COLUMNS =
  "run_id, id, name, customer_id, created_at, processed_at, updated_at, cancelled_at, test, source_name, subtotal, discounts, refunded, total, visitor";
export const LINE_COLUMNS =
  "run_id, order_id, id, product_id, variant_id, title, quantity, current_quantity, unit_price, discount, is_gift_card, offer_id, decision_id";
export const REFUND_COLUMNS = "run_id, order_id, id, created_at, amount";

/** An order as one line of COPY text for `ORDER_COLUMNS`. Throws Unreadable. Amounts are shop money in minor units. */
export function mapOrder(runId: string, order: ShopifyRecord, money: MoneyReader): string {
  return `${runId}\t${idOf(order.id, "Order", "id")}\t${copyText(textOf(order.name, "name"))}\t${
    order.customer ? idOf(order.customer.id, "Customer", "customer.id") : NULL
  }\t${timeOf(order.createdAt, "createdAt")}\t${timeOf(order.processedAt, "processedAt")}\t${timeOf(order.updatedAt, "updatedAt")}\t${
    order.cancelledAt == null ? NULL : timeOf(order.cancelledAt, "cancelledAt")
  }\t${booleanOf(order.test, "test")}\t${copyText(order.sourceName == null ? "" : textOf(order.sourceName, "sourceName"))}\t${amountOrZero(
    order.subtotalPriceSet,
    "subtotalPriceSet",
    money,
  )}\t${amountOrZero(order.totalDiscountsSet, "totalDiscountsSet", money)}\t${amount(order.totalRefundedSet, "totalRefundedSet", money)}\t${amount(
    order.totalPriceSet,
    "totalPriceSet",
    money,
  )}\t${visitorOf(order) ?? NULL}\n`;
}

/** An order's refunds as COPY text for `REFUND_COLUMNS`. Throws Unreadable. */
export function mapRefunds(runId: string, order: ShopifyRecord, money: MoneyReader): string {
  if (!Array.isArray(order.refunds)) throw new Unreadable("refunds", "is not a list");
  if (order.refunds.length === 0) return "";
  const orderId = idOf(order.id, "Order", "id");
  let rows = "";
  for (const refund of order.refunds as ShopifyRecord[]) {
    rows += `${runId}\t${orderId}\t${idOf(refund?.id, "Refund", "refunds.id")}\t${timeOf(refund.createdAt ?? order.updatedAt, "refunds.createdAt")}\t${amount(refund.totalRefundedSet, "refunds.totalRefundedSet", money)}\n`;
  }
  return rows;
}

export interface LineOfOrder {
  readonly orderGid: unknown;
  readonly line: ShopifyRecord;
  readonly answer: LineAnswer;
}

/** An order's line as COPY text for `LINE_COLUMNS`. Throws Unreadable. */
export function mapLine(runId: string, { orderGid, line, answer }: LineOfOrder, money: MoneyReader): string {
  return `${runId}\t${idOf(orderGid, "Order", "__parentId")}\t${idOf(line.id, "LineItem", "id")}\t${line.product ? idOf(line.product.id, "Product", "product.id") : NULL}\t${
    line.variant ? idOf(line.variant.id, "ProductVariant", "variant.id") : NULL
  }\t${copyText(textOf(line.title, "title"))}\t${countOf(line.quantity, "quantity")}\t${countOf(line.currentQuantity, "currentQuantity")}\t${amount(
    line.originalUnitPriceSet,
    "originalUnitPriceSet",
    money,
  )}\t${discountOf(line.discountAllocations, money)}\t${booleanOf(line.isGiftCard, "isGiftCard")}\t${answerValues(answer)}\n`;
}

function discountOf(allocations: unknown, money: MoneyReader): number {
  if (!Array.isArray(allocations)) throw new Unreadable("discountAllocations", "is not a list");
  let sum = 0;
  for (const allocation of allocations) sum += amount(allocation?.allocatedAmountSet, "discountAllocations", money);
  return sum;
}

function amount(bag: ShopifyRecord | null | undefined, field: string, money: MoneyReader): number {
  return money(bag?.shopMoney?.amount, field);
}

/** Shopify may leave this sum out; it is then nothing. */
function amountOrZero(bag: ShopifyRecord | null | undefined, field: string, money: MoneyReader): number {
  return bag == null ? 0 : amount(bag, field, money);
}
