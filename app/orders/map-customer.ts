import type { ShopifyRecord } from "./map-order.ts";
import { idOf, timeOf } from "./shopify-values.ts";

export const CUSTOMER_COLUMNS = "run_id, id, created_at, updated_at";

/** A customer as one line of COPY text: the id and two moments, nothing personal. Throws Unreadable. */
export function mapCustomer(runId: string, customer: ShopifyRecord): string {
  return `${runId}\t${idOf(customer.id, "Customer", "id")}\t${timeOf(customer.createdAt, "createdAt")}\t${timeOf(customer.updatedAt, "updatedAt")}\n`;
}
