import { CART_ATTRIBUTE } from "../../extensions/contract/offer-view.ts";
import { Unreadable } from "./shopify-values.ts";

const HASH = /^[A-Za-z0-9_-]{43}$/;

/**
 * The visitor's keyed hash among an order's attributes; null when there is none of that form: a shopper can write any attribute.
 * Every checkout has a customer, so an order without one lost it to a deletion or redaction. Shopify keeps its attribute, and
 * reading it again would undo the forgetting.
 */
export function visitorOf(order: { readonly customer?: unknown; readonly customAttributes?: unknown }): string | null {
  const attributes = order.customAttributes;
  // A bulk operation that an earlier version of the app began has not asked for them.
  if (attributes === undefined) return null;
  if (!Array.isArray(attributes)) throw new Unreadable("customAttributes", "is not a list");
  if (attributes.length === 0 || !order.customer) return null;
  const value: unknown = attributes.find((attribute) => attribute?.key === CART_ATTRIBUTE)?.value;
  return typeof value === "string" && HASH.test(value) ? value : null;
}
