/** What an event asks for: to read something again, or to let it go. */
export type EventKind =
  | "order"
  | "product"
  | "inventory_item"
  | "order_deleted"
  | "product_deleted"
  | "customer_deleted"
  | "bulk_operation"
  | "other";

const KINDS = new Map<string, EventKind>([
  ["orders/create", "order"],
  ["orders/updated", "order"],
  ["orders/edited", "order"],
  ["orders/cancelled", "order"],
  ["refunds/create", "order"],
  ["orders/delete", "order_deleted"],
  ["products/create", "product"],
  ["products/update", "product"],
  ["products/delete", "product_deleted"],
  ["inventory_items/update", "inventory_item"],
  ["customers/delete", "customer_deleted"],
  ["bulk_operations/finish", "bulk_operation"],
]);

/** @param topic as in X-Shopify-Topic, such as `orders/create`; topics that change no facts are "other" */
export function eventKind(topic: string): EventKind {
  return KINDS.get(topic) ?? "other";
}
