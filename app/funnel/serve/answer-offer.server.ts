import { proxyShop } from "../../shopify/app-proxy.server.ts";
import { decide } from "./decide.server.ts";
import { withinLimits } from "./proxy-limits.server.ts";
import { readOfferQuery } from "./proxy-request.ts";

/** What an HTTP answer is made of, whoever writes it. */
export interface OfferAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The answer to a storefront that asks for an offer; `forwardedFor` is the header of that name. */
export async function answerOffer(search: URLSearchParams, forwardedFor: string | null): Promise<OfferAnswer> {
  const shop = await proxyShop(search);
  if ("refused" in shop) return { status: shop.refused, headers: { "Cache-Control": "no-store" }, body: "" };
  const query = readOfferQuery(search);
  if (!query.ok) return answer(400, { error: query.error });
  const { placement, product, lines, visitor, kept, locale } = query.value;
  if (!withinLimits(forwardedFor, shop.shopId, visitor)) return answer(429, { error: "Too many requests" }, { "Retry-After": "1" });
  const { customerId } = shop;
  return answer(200, await decide(shop, { placement, productId: product, lines, visitor, kept, locale, customerId, now: new Date() }));
}

function answer(status: number, value: object, headers: Readonly<Record<string, string>> = {}): OfferAnswer {
  return { status, headers: { "Cache-Control": "no-store", "Content-Type": "application/json", ...headers }, body: JSON.stringify(value) };
}
