import { toHundredths } from "../checkout/money.ts";
import type { Order } from "../store/model.ts";
import type { Store } from "../store/store.ts";

const MOST = 50;

/** A customer's orders for the account page, newest first, at most 50; amounts in hundredths of the currency. */
export function customerOrders(store: Store, customerId: number) {
  const own: Order[] = [];
  for (const order of store.orders.values()) if (order.customerId === customerId) own.push(order);
  const price = (minor: number) => toHundredths(minor, store.shop.currency);
  return own
    .sort((a, b) => b.processedAt - a.processedAt)
    .slice(0, MOST)
    .map((order) => ({
      id: order.id,
      name: order.name,
      created_at: new Date(order.processedAt).toISOString(),
      day: new Date(order.processedAt).toISOString().slice(0, 10),
      financial_status: order.financialStatus.toLowerCase(),
      cancelled: order.cancelledAt !== null,
      total_price: price(order.total),
      item_count: order.lines.reduce((sum, line) => sum + line.quantity, 0),
      line_items: order.lines.slice(0, 20).map((line) => ({ title: line.title, quantity: line.quantity })),
    }));
}
