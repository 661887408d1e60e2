const DAYS_WITHOUT_ALL_ORDERS = 60;

/**
 * Where the orders begin that Shopify shows with these rights; null when it shows all.
 * Source: "By default only the last 60 days' worth of orders are accessible", Admin API, Order.
 */
export function visibleOrdersFrom(scopes: readonly string[], now: Date): Date | null {
  if (scopes.includes("read_all_orders")) return null;
  return new Date(now.getTime() - DAYS_WITHOUT_ALL_ORDERS * 24 * 60 * 60 * 1000);
}
