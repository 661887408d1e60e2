/** Every right shopify.app.toml asks for, in the order of its importance to a merchant. */
export const ASKED_SCOPES = [
  "read_orders",
  "read_all_orders",
  "read_customers",
  "read_customer_merge",
  "read_products",
  "write_discounts",
] as const;
export type AskedScope = (typeof ASKED_SCOPES)[number];
