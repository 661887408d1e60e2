/** Which protected customer data an app may read: none, customer data without contact details, or all of it. */
export type ProtectedDataLevel = "level0" | "level1" | "level2";

/** Level 2: each names or reaches a person. */
const LEVEL_2 = new Set([
  "Customer.email",
  "Customer.defaultEmailAddress",
  "Customer.firstName",
  "Customer.lastName",
  "Customer.displayName",
  "Customer.phone",
  "Customer.defaultPhoneNumber",
  "Customer.defaultAddress",
  "Customer.addresses",
  "Customer.addressesV2",
  "Order.email",
  "Order.phone",
  "Order.billingAddress",
  "Order.shippingAddress",
  "Order.displayAddress",
  "Order.clientIp",
]);
const LEVEL_1_TYPES = new Set(["Customer", "Order"]);

/** What is refused at this level, in Shopify's words ("email field", "Customer object"), or null. */
export function protectedWhat(level: ProtectedDataLevel, parentType: string, field: string, returnType: string): string | null {
  if (level === "level2") return null;
  if (LEVEL_2.has(`${parentType}.${field}`)) return `${field} field`;
  return level === "level0" && LEVEL_1_TYPES.has(returnType) ? `${returnType} object` : null;
}
