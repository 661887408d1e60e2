import { log } from "../log.server.ts";
import { readProxyQuery } from "./proxy-query.ts";
import { isSignedProxyQuery } from "./proxy-signature.server.ts";
import { findShop, type Shop } from "./shops.server.ts";

export interface ProxyShop {
  readonly shopId: number;
  readonly domain: string;
  readonly currency: string;
  readonly timezone: string;
  /** the shopper who is logged in, as Shopify says; null for a guest */
  readonly customerId: string | null;
}

/** Which shop's storefront asks, and for whom, by Shopify's signature; else the status to refuse it with. */
export async function proxyShop(search: URLSearchParams): Promise<ProxyShop | { readonly refused: 400 | 404 }> {
  const query = readProxyQuery(search);
  if (query.kind === "unsound") {
    log.warn({ field: query.field.slice(0, 40) }, "an app proxy request was not in Shopify's form");
    return { refused: 400 };
  }
  if (!isSignedProxyQuery(search, Date.now())) return { refused: 400 };
  const shop = await recentShop(query.domain);
  if (!shop || shop.uninstalledAt !== null) return { refused: 404 };
  return { shopId: shop.shopId, domain: shop.domain, currency: shop.currency, timezone: shop.timezone, customerId: query.customerId };
}

/** The same for a route; throws the Response to give otherwise. */
export async function requireProxy(request: Request): Promise<ProxyShop> {
  const shop = await proxyShop(new URL(request.url).searchParams);
  if ("refused" in shop) throw new Response(null, { status: shop.refused, headers: { "Cache-Control": "no-store" } });
  return shop;
}

/**
 * An installed shop may be as it was so long ago. Who uninstalls is then still answered that long, but shown nothing: a decision
 * asks the database itself whether the shop is installed.
 */
const KEPT_MS = 3_000;
const MOST_KEPT = 10_000;
const kept = new Map<string, { readonly shop: Shop; readonly until: number }>();

async function recentShop(domain: string): Promise<Shop | null> {
  const known = kept.get(domain);
  if (known && performance.now() < known.until) return known.shop;
  const shop = await findShop(domain);
  if (shop && shop.uninstalledAt === null) {
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(domain, { shop, until: performance.now() + KEPT_MS });
  } else kept.delete(domain);
  return shop;
}
