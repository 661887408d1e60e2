import { z } from "zod";

/** What a webhook says, in the form the rooms take it. Nothing else of a body is kept. */
export type ShopWebhook =
  /** something changed that the orders room reads again; the id is the order's for refunds and edits */
  | { readonly kind: "change"; readonly resourceId: string | null }
  | { readonly kind: "customers_merged"; readonly keptId: string; readonly deletedId: string }
  /** one of the shop's discounts, perhaps the app's, was changed or deleted */
  | { readonly kind: "discount_changed"; readonly discountId: string }
  /** what was tried did not come to be */
  | { readonly kind: "no_change" }
  | { readonly kind: "uninstalled" }
  | { readonly kind: "shop_changed" }
  | { readonly kind: "customer_data" | "customer_redact"; readonly customerId: string | null }
  | { readonly kind: "shop_redact" }
  /** a topic the app has not asked for */
  | { readonly kind: "unknown_topic" }
  | { readonly kind: "unreadable"; readonly reason: string };

// A number that JSON has rounded would name another record.
const Id = z.union([z.int().positive().transform(String), z.string().regex(/^[1-9]\d{0,17}$/)]);
const GlobalId = z
  .string()
  .regex(/^gid:\/\/shopify\/\w+\/[1-9]\d{0,17}$/)
  .transform((gid) => gid.slice(gid.lastIndexOf("/") + 1));
const ByGlobalId = z.object({ admin_graphql_api_id: GlobalId }).transform((body) => body.admin_graphql_api_id);
const ById = z.union([ByGlobalId, z.object({ id: Id }).transform((body) => body.id)]);
const ByOrder = z.object({ order_id: Id }).transform((body) => body.order_id);
const ByEdit = z.union([z.object({ order_edit: z.object({ order_id: Id }) }).transform((body) => body.order_edit.order_id), ById]);

const CHANGES = new Map<string, z.ZodType<string>>([
  ["orders/create", ById],
  ["orders/updated", ById],
  ["orders/edited", ByEdit],
  ["orders/cancelled", ById],
  ["orders/delete", ById],
  ["refunds/create", ByOrder],
  ["products/create", ById],
  ["products/update", ById],
  ["products/delete", ById],
  ["customers/delete", ById],
  ["inventory_items/update", ById],
  ["bulk_operations/finish", ById],
]);

const Merge = z.object({
  admin_graphql_api_customer_kept_id: GlobalId,
  admin_graphql_api_customer_deleted_id: GlobalId,
  status: z.string().nullish(),
});
const NOT_MERGED = /^(failed|requested|in_progress)$/i;

const Compliance = z.object({ shop_domain: z.string(), customer: z.object({ id: Id.nullish() }).nullish() });

/** @param topic as Shopify's header names it, such as `orders/create` */
export function readShopWebhook(topic: string, domain: string, body: unknown): ShopWebhook {
  const change = CHANGES.get(topic);
  if (change) {
    const id = change.safeParse(body);
    return id.success ? { kind: "change", resourceId: id.data } : { kind: "unreadable", reason: "no_resource_id" };
  }
  if (topic === "discounts/update" || topic === "discounts/delete") {
    const id = ByGlobalId.safeParse(body);
    return id.success ? { kind: "discount_changed", discountId: id.data } : { kind: "unreadable", reason: "no_resource_id" };
  }
  if (topic === "customers/merge") return readMerge(body);
  if (topic === "app/uninstalled") return { kind: "uninstalled" };
  if (topic === "shop/update" || topic === "app/scopes_update") return { kind: "shop_changed" };
  if (topic !== "customers/data_request" && topic !== "customers/redact" && topic !== "shop/redact") return { kind: "unknown_topic" };
  const compliance = Compliance.safeParse(body);
  if (!compliance.success) return { kind: "unreadable", reason: "not_a_privacy_request" };
  // The signature covers the body, not the header that names the shop.
  if (compliance.data.shop_domain !== domain) return { kind: "unreadable", reason: "another_shop" };
  if (topic === "shop/redact") return { kind: "shop_redact" };
  return { kind: topic === "customers/redact" ? "customer_redact" : "customer_data", customerId: compliance.data.customer?.id ?? null };
}

function readMerge(body: unknown): ShopWebhook {
  const merge = Merge.safeParse(body);
  if (!merge.success) return { kind: "unreadable", reason: "no_merged_customers" };
  if (NOT_MERGED.test(merge.data.status ?? "")) return { kind: "no_change" };
  return {
    kind: "customers_merged",
    keptId: merge.data.admin_graphql_api_customer_kept_id,
    deletedId: merge.data.admin_graphql_api_customer_deleted_id,
  };
}
