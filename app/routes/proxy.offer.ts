import type { LoaderFunctionArgs } from "@remix-run/node";
import { decide } from "../funnel/decide.server.ts";
import { withinLimits } from "../funnel/proxy-limits.server.ts";
import { readOfferQuery } from "../funnel/proxy-request.ts";
import { requireProxy } from "../shopify/app-proxy.server.ts";

const HEADERS = { "Cache-Control": "no-store" };

/** GET /apps/crescendo/offer on the shop's own domain, signed by Shopify. */
export async function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  const shop = await requireProxy(request);
  const query = readOfferQuery(new URL(request.url).searchParams);
  if (!query.ok) return Response.json({ error: query.error }, { status: 400, headers: HEADERS });
  const { placement, product, lines, visitor, kept, locale } = query.value;
  if (!withinLimits(request, shop.shopId, visitor))
    return Response.json({ error: "Too many requests" }, { status: 429, headers: { ...HEADERS, "Retry-After": "1" } });
  const view = await decide(shop, {
    placement,
    productId: product,
    lines,
    visitor,
    kept,
    locale,
    customerId: shop.customerId,
    now: new Date(),
  });
  return Response.json(view, { headers: HEADERS });
}
