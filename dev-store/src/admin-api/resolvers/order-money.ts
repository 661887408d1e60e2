import type { Line, Order } from "../../store/model.ts";

/** What the customer pays for the line's whole quantity after every discount, in minor units. */
export function lineNet(line: Line): number {
  return line.unitPrice * line.quantity - line.allocations.reduce((sum, one) => sum + one.amount, 0);
}

/** Discounts on the line itself; Shopify keeps order-level and, unless asked, code discounts out of line totals. */
export function lineLevelDiscount(order: Order, line: Line, withCodes: boolean): number {
  return line.allocations.reduce((sum, allocation) => {
    const application = order.discountApplications.find((one) => one.index === allocation.applicationIndex);
    if (!application) throw new Error(`Order ${order.name} allocates a discount ${allocation.applicationIndex} that it does not have.`);
    const orderLevel = application.targetSelection === "ALL" && application.allocationMethod === "ACROSS";
    return orderLevel || (application.kind === "code" && !withCodes) ? sum : sum + allocation.amount;
  }, 0);
}

export function refunded(order: Order): number {
  return order.refunds.reduce((sum, refund) => sum + refund.amount, 0);
}

/** Lines after discounts for the units that are still in the order. */
export function currentSubtotal(order: Order): number {
  return order.lines.reduce(
    (sum, line) => sum + (line.quantity === 0 ? 0 : Math.round((lineNet(line) * line.currentQuantity) / line.quantity)),
    0,
  );
}

/** The order's total less refunds and less what order editing took out. Tax and shipping are as charged. */
export function currentTotal(order: Order): number {
  const refundedUnits = new Map<number, number>();
  for (const refund of order.refunds)
    for (const item of refund.lines) refundedUnits.set(item.lineId, (refundedUnits.get(item.lineId) ?? 0) + item.quantity);
  const edited = order.lines.reduce((sum, line) => {
    const removed = line.quantity - line.currentQuantity - (refundedUnits.get(line.id) ?? 0);
    return removed > 0 ? sum + Math.round((lineNet(line) * removed) / line.quantity) : sum;
  }, 0);
  return order.total - refunded(order) - edited;
}
