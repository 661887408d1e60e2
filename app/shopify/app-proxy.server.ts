import { log } from "../log.server.ts";
import { readProxyQuery } from "./proxy-query.ts";
import { shopify } from "./shopify-app.server.ts";
import { findShop } from "./shops.server.ts";

export interface ProxyShop {
  readonly shopId: number;
  readonly domain: string;
  readonly currency: string;
  readonly timezone: string;
  /** the shopper who is logged in, as Shopify says; null for a guest */
  readonly customerId: string | null;
}

/** Which shop's storefront asks, and for whom, by Shopify's signature. Throws the Response to give otherwise. */
export async function requireProxy(request: Request): Promise<ProxyShop> {
  const query = readProxyQuery(new URL(request.url).searchParams);
  if (query.kind === "unsound") {
    log.warn({ field: query.field.slice(0, 40) }, "an app proxy request was not in Shopify's form");
    throw refused(400);
  }
  await shopify().authenticate.public.appProxy(request);
  const shop = await findShop(query.domain);
  if (!shop || shop.uninstalledAt !== null) throw refused(404);
  return { shopId: shop.shopId, domain: shop.domain, currency: shop.currency, timezone: shop.timezone, customerId: query.customerId };
}

function refused(status: number): Response {
  return new Response(null, { status, headers: { "Cache-Control": "no-store" } });
}
