import { log } from "../log.server.ts";
import {
  CustomerNamesData,
  CustomerNamesQuery,
  CustomerSearchData,
  CustomerSearchQuery,
  type NamedCustomer,
} from "./customer-names.graphql.ts";
import { pageRequest } from "./page-request.server.ts";
import { ShopifyError } from "./shopify-error.ts";

/** Names are read for one page and kept nowhere. `denied`: the shop has not let the app read them; `unavailable`: Shopify did not answer in time. */
type Unknown = { readonly kind: "unknown"; readonly reason: "denied" | "unavailable" };
export type CustomerNames = { readonly kind: "known"; readonly names: Readonly<Record<string, string>> } | Unknown;
export type CustomerSearch =
  | { readonly kind: "found"; readonly ids: readonly string[]; readonly names: Readonly<Record<string, string>> }
  | Unknown;

interface Shop {
  readonly shopId: number;
  readonly domain: string;
}

/** Display names of these customers by number; a customer without a name is left out. */
export async function customerNames(shop: Shop, ids: readonly string[]): Promise<CustomerNames> {
  if (ids.length === 0) return { kind: "known", names: {} };
  return orUnknown(async () => {
    const { nodes } = await pageRequest(
      shop,
      CustomerNamesQuery,
      { ids: ids.map((id) => `gid://shopify/Customer/${id}`) },
      CustomerNamesData,
    );
    return { kind: "known" as const, names: namesById(nodes.filter((node) => node !== null)) };
  });
}

/** Customers whom Shopify finds for a merchant's words: at most fifty, best first. */
export async function searchCustomers(shop: Shop, query: string): Promise<CustomerSearch> {
  return orUnknown(async () => {
    const { customers } = await pageRequest(shop, CustomerSearchQuery, { query }, CustomerSearchData);
    return { kind: "found" as const, ids: customers.nodes.map((node) => numericId(node.id)), names: namesById(customers.nodes) };
  });
}

async function orUnknown<T>(read: () => Promise<T>): Promise<T | Unknown> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ShopifyError)) throw error;
    if (error.reason === "access_denied") return { kind: "unknown", reason: "denied" };
    log.warn({ shop: error.domain, reason: error.reason }, "customer names could not be read");
    return { kind: "unknown", reason: "unavailable" };
  }
}

function namesById(customers: readonly NamedCustomer[]): Record<string, string> {
  return Object.fromEntries(
    customers.filter((customer) => customer.displayName.trim() !== "").map((customer) => [numericId(customer.id), customer.displayName]),
  );
}

function numericId(globalId: string): string {
  return globalId.slice(globalId.lastIndexOf("/") + 1);
}
