import type { Order } from "../../store/model.ts";
import type { Store } from "../../store/store.ts";
import { gid } from "../../store/store.ts";

/**
 * Every order of a shop, one JSON object a line, sorted by id: what an app that read everything would know.
 * Amounts are integers in minor units of the shop's currency, times are ISO 8601 in UTC.
 */
export function* facts(store: Store): Generator<string> {
  const ids = [...store.orders.keys()].sort((a, b) => a - b);
  for (const id of ids) {
    const order = store.orders.get(id);
    if (order) yield `${JSON.stringify(orderFacts(store, order))}\n`;
  }
}

function orderFacts(store: Store, order: Order): Record<string, unknown> {
  return {
    id: gid("Order", order.id),
    name: order.name,
    customerId: order.customerId === null ? null : gid("Customer", order.customerId),
    createdAt: iso(order.createdAt),
    processedAt: iso(order.processedAt),
    updatedAt: iso(order.updatedAt),
    cancelledAt: order.cancelledAt === null ? null : iso(order.cancelledAt),
    test: order.test,
    edited: order.edited,
    financialStatus: order.financialStatus,
    currency: store.shop.currency,
    subtotal: order.subtotal,
    discounts: order.discounts,
    shipping: order.shipping,
    tax: order.tax,
    taxesIncluded: order.taxesIncluded ?? false,
    tip: order.tip,
    total: order.total,
    lines: order.lines
      .toSorted((a, b) => a.id - b.id)
      .map((line) => ({
        id: gid("LineItem", line.id),
        productId: line.productId === null ? null : gid("Product", line.productId),
        variantId: line.variantId === null ? null : gid("ProductVariant", line.variantId),
        quantity: line.quantity,
        currentQuantity: line.currentQuantity,
        unitPrice: line.unitPrice,
        discount: line.allocations.reduce((sum, allocation) => sum + allocation.amount, 0),
        isGiftCard: line.isGiftCard,
        attributes: line.attributes,
      })),
    refunds: order.refunds
      .toSorted((a, b) => a.id - b.id)
      .map((refund) => ({
        id: gid("Refund", refund.id),
        createdAt: iso(refund.createdAt),
        amount: refund.amount,
        lines: refund.lines.map((line) => ({ lineId: gid("LineItem", line.lineId), quantity: line.quantity, subtotal: line.subtotal })),
      })),
  };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
