const SUBJECTS = { orders: "order", refunds: "order", products: "product", inventory_items: "stock", customers: "customer" } as const;
export type RecordSubject = (typeof SUBJECTS)[keyof typeof SUBJECTS] | "other";

/** Shopify's admin has a page for these, by their number. */
const ADMIN_PAGES: Partial<Record<RecordSubject, string>> = { order: "orders", product: "products", customer: "customers" };

/** @param resource a kind of record ("orders") or the topic of an update ("orders/updated") */
export function recordSubject(resource: string): RecordSubject {
  const kind = resource.split("/")[0] ?? "";
  return Object.hasOwn(SUBJECTS, kind) ? SUBJECTS[kind as keyof typeof SUBJECTS] : "other";
}

export function adminPage(subject: RecordSubject, id: string): string | null {
  const page = ADMIN_PAGES[subject];
  return page ? `shopify://admin/${page}/${id}` : null;
}
