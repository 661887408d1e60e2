import type { Store } from "../../store/store.ts";
import { BadRequest } from "./body-fields.ts";

/** What a merchant's or shopper's privacy request makes Shopify send. */
export function askForPrivacy(store: Store, kind: string | undefined, customerId: number | undefined): Record<string, unknown> {
  if (kind === "shop_redact") {
    store.emit("shop/redact", store.shop.id);
    return { sent: "shop/redact" };
  }
  if (kind !== "data_request" && kind !== "redact") throw new BadRequest("kind is data_request, redact or shop_redact.");
  const customer = customerId === undefined ? undefined : store.customers.get(customerId);
  if (!customer) throw new BadRequest(`There is no customer ${customerId}. Send {kind, customerId}.`);
  const orders = [...store.orders.values()].filter((order) => order.customerId === customer.id).map(({ id }) => id);
  const person = { id: customer.id, email: customer.email, phone: null };
  const topic = kind === "redact" ? "customers/redact" : "customers/data_request";
  const extra =
    kind === "redact"
      ? { customer: person, orders_to_redact: orders }
      : { customer: person, orders_requested: orders, data_request: { id: store.nextId() } };
  store.emit(topic, customer.id, extra);
  return { sent: topic, orders: orders.length };
}
