import { expect, test } from "vitest";
import { readShopWebhook } from "./shop-webhook.ts";

const domain = "a.myshopify.com";

test("a change names what to read again; refunds and edits name their order", () => {
  expect(readShopWebhook("orders/updated", domain, { id: 5, admin_graphql_api_id: "gid://shopify/Order/5" })).toEqual({
    kind: "change",
    resourceId: "5",
  });
  expect(readShopWebhook("orders/delete", domain, { id: 5 })).toEqual({ kind: "change", resourceId: "5" });
  expect(readShopWebhook("refunds/create", domain, { id: 9, order_id: 5 })).toEqual({ kind: "change", resourceId: "5" });
  expect(readShopWebhook("orders/edited", domain, { order_edit: { id: 9, order_id: 5 } })).toEqual({ kind: "change", resourceId: "5" });
  expect(
    readShopWebhook("bulk_operations/finish", domain, { admin_graphql_api_id: "gid://shopify/BulkOperation/7", status: "completed" }),
  ).toEqual({ kind: "change", resourceId: "7" });
});

test("a merge names who stays and who goes, and one that failed is no news", () => {
  const body = {
    admin_graphql_api_customer_kept_id: "gid://shopify/Customer/1",
    admin_graphql_api_customer_deleted_id: "gid://shopify/Customer/2",
    admin_graphql_api_job_id: null,
    status: "completed",
    errors: [],
  };
  expect(readShopWebhook("customers/merge", domain, body)).toEqual({ kind: "customers_merged", keptId: "1", deletedId: "2" });
  expect(readShopWebhook("customers/merge", domain, { ...body, status: "failed" })).toEqual({ kind: "no_change" });
  expect(readShopWebhook("customers/merge", domain, { status: "completed" })).toEqual({
    kind: "unreadable",
    reason: "no_merged_customers",
  });
});

test("a discount is named by its global id: the body has no other", () => {
  const body = { admin_graphql_api_id: "gid://shopify/DiscountAutomaticNode/12" };
  for (const topic of ["discounts/update", "discounts/delete"])
    expect(readShopWebhook(topic, domain, body)).toEqual({ kind: "discount_changed", discountId: "12" });
  expect(readShopWebhook("discounts/update", domain, { id: 12 })).toEqual({ kind: "unreadable", reason: "no_resource_id" });
});

test("an id that JSON rounded is taken from the global id, or not at all", () => {
  expect(
    readShopWebhook("orders/updated", domain, { id: 2 ** 60, admin_graphql_api_id: "gid://shopify/Order/115292150460684697" }),
  ).toEqual({ kind: "change", resourceId: "115292150460684697" });
  expect(readShopWebhook("orders/delete", domain, { id: 2 ** 60 })).toMatchObject({ kind: "unreadable" });
});

test("a body of another form is unreadable, not an error", () => {
  const bodies = [
    null,
    [],
    "text",
    5,
    {},
    { id: -1 },
    { id: "1; drop table orders" },
    JSON.parse('{"__proto__":{"id":null}}'),
    { id: 1.5 },
    { admin_graphql_api_id: "gid://evil/Order/1" },
  ];
  for (const body of bodies)
    expect(readShopWebhook("products/update", domain, body)).toEqual({ kind: "unreadable", reason: "no_resource_id" });
});

test("a privacy request counts only for the shop its body names", () => {
  const body = { shop_id: 1, shop_domain: domain, customer: { id: 7, email: "x@y.example" } };
  expect(readShopWebhook("customers/redact", domain, body)).toEqual({ kind: "customer_redact", customerId: "7" });
  expect(readShopWebhook("customers/data_request", domain, { ...body, customer: { email: "x@y.example" } })).toEqual({
    kind: "customer_data",
    customerId: null,
  });
  expect(readShopWebhook("shop/redact", domain, { shop_id: 1, shop_domain: domain })).toEqual({ kind: "shop_redact" });
  expect(readShopWebhook("shop/redact", "b.myshopify.com", { shop_id: 1, shop_domain: domain })).toEqual({
    kind: "unreadable",
    reason: "another_shop",
  });
});

test("a topic the app never asked for is left alone", () => {
  expect(readShopWebhook("carts/update", domain, { id: 1 })).toEqual({ kind: "unknown_topic" });
  expect(readShopWebhook("constructor", domain, { id: 1 })).toEqual({ kind: "unknown_topic" });
});
