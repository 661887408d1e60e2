import { z } from "zod";
import { isShopDomain } from "./shop-domain.ts";

/** Shopify's own parameters, in the only form it sends them. A merchant may move the proxy to another prefix or name. */
const ProxyQuery = z.object({
  shop: z.string().refine(isShopDomain),
  path_prefix: z.string().regex(/^\/(?:apps|a|community|tools)\/[A-Za-z0-9_-]{1,64}$/),
  timestamp: z.string().regex(/^[1-9]\d{9}$/),
  logged_in_customer_id: z.string().regex(/^(?:[1-9]\d{0,17})?$/),
  signature: z.string().regex(/^[0-9a-f]{64}$/),
});

export type ProxyQueryResult = { kind: "sound"; domain: string; customerId: string | null } | { kind: "unsound"; field: string };

/**
 * What the signature alone does not settle: pairs are signed without anything between them, so one parameter
 * can be glued into another, and repeated ones are joined. Every name may come once, each value in its form.
 */
export function readProxyQuery(query: URLSearchParams): ProxyQueryResult {
  const names = [...query.keys()];
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) return { kind: "unsound", field: repeated };
  const result = ProxyQuery.safeParse(Object.fromEntries(query));
  if (!result.success) return { kind: "unsound", field: String(result.error.issues[0]?.path[0] ?? "") };
  return { kind: "sound", domain: result.data.shop, customerId: result.data.logged_in_customer_id || null };
}
