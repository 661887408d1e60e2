/** What a merchant reads on the install page for each access scope. */
const WORDS: Record<string, string> = {
  read_all_orders: "View all orders, also those older than 60 days",
  read_orders: "View orders, their lines and refunds",
  write_orders: "Edit orders",
  read_customers: "View customers and what belongs to them",
  read_customer_merge: "View which customers were merged into one",
  write_customers: "Edit customers",
  read_inventory: "View inventory and the cost of products",
  write_inventory: "Edit inventory",
  read_products: "View products, variants and collections",
  write_products: "Edit products, variants and collections",
  read_discounts: "View discounts",
  write_discounts: "View, create and edit discounts",
};

export function scopeInWords(scope: string): string {
  return WORDS[scope] ?? `${scope.startsWith("write_") ? "Edit" : "View"} ${scope.replace(/^(read|write)_/, "").replaceAll("_", " ")}`;
}
