import type { ActionFunctionArgs } from "@remix-run/node";
import { recordDecisionEvent } from "../funnel/serve/decision-events.server.ts";
import { smallBody, withinLimits } from "../funnel/serve/proxy-limits.server.ts";
import { readOfferEvent } from "../funnel/serve/proxy-request.ts";
import { requireProxy } from "../shopify/app-proxy.server.ts";

const HEADERS = { "Cache-Control": "no-store" };

/** POST /apps/crescendo/event on the shop's own domain, signed by Shopify. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  if (request.method !== "POST") return new Response(null, { status: 405, headers: { ...HEADERS, Allow: "POST" } });
  const shop = await requireProxy(request);
  if (!withinLimits(request.headers.get("x-forwarded-for"), shop.shopId, null))
    return Response.json({ error: "Too many requests" }, { status: 429, headers: { ...HEADERS, "Retry-After": "1" } });
  const text = await smallBody(request);
  if (text === null) return Response.json({ error: "The body is too long" }, { status: 413, headers: HEADERS });
  const event = readOfferEvent(text);
  if (!event.ok) return Response.json({ error: event.error }, { status: 400, headers: HEADERS });
  const outcome = await recordDecisionEvent(shop.shopId, event.value, new Date());
  return new Response(null, { status: outcome.kind === "not_found" ? 404 : 204, headers: HEADERS });
}
