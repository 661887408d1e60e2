import { log } from "../log.server.ts";
import { checkClaims } from "./session-token-claims.ts";
import { shopify } from "./shopify-app.server.ts";
import { ShopifyError } from "./shopify-error.ts";
import { findShop, installShop, type Shop } from "./shops.server.ts";

/** The shop whose staff member asks; every admin loader and action begins with it. */
export interface RequiredShop extends Shop {
  readonly locale: "en" | "vi";
}

/**
 * Who asks, by Shopify's session token alone: no shop name out of a query or form is believed. Throws the
 * Response to give otherwise. The first request of a shop installs it.
 */
export async function requireShop(request: Request): Promise<RequiredShop> {
  refuseUnsoundToken(request);
  const { session, sessionToken } = await authenticate(request);
  const claims = checkClaims(sessionToken);
  if (claims.kind === "unsound" || claims.domain !== session.shop) throw denied(401, "The session token is not for this shop.");
  const known = await findShop(session.shop);
  const shop = known && known.uninstalledAt === null ? known : await install(session.shop);
  return { ...shop, locale: localeOf(request) };
}

/** Before the library acts on it, an unsound token is refused; what it cannot read at all it judges itself. */
function refuseUnsoundToken(request: Request): void {
  const token = request.headers.get("authorization")?.replace(/^Bearer /, "") ?? new URL(request.url).searchParams.get("id_token");
  if (!token) return;
  const claims = checkClaims(payloadOf(token));
  if (claims.kind === "unsound" && claims.reason !== "form") {
    log.warn({ reason: claims.reason }, "an unsound session token was refused");
    throw denied(401, "The session token is not valid.");
  }
}

async function authenticate(request: Request) {
  try {
    return await shopify().authenticate.admin(request);
  } catch (answer) {
    // The library's word for "Shopify would not exchange the token", whatever the cause was.
    if (answer instanceof Response && answer.status >= 500) throw await refusalOf(request);
    throw answer;
  }
}

async function refusalOf(request: Request): Promise<Response> {
  const token = request.headers.get("authorization")?.replace(/^Bearer /, "") ?? new URL(request.url).searchParams.get("id_token");
  const claims = checkClaims(payloadOf(token ?? ""));
  const shop = claims.kind === "sound" ? await findShop(claims.domain) : null;
  if (shop && shop.uninstalledAt === null)
    return denied(503, "Shopify could not be asked just now. Try again in a moment.", { "Retry-After": "5" });
  log.warn({ shop: claims.kind === "sound" ? claims.domain : null }, "Shopify gave no access to a shop that has not installed the app");
  return denied(403, "Crescendo is not installed on this shop. Install it from the Shopify App Store, then open it in your admin.");
}

async function install(domain: string): Promise<Shop> {
  try {
    return await installShop(domain);
  } catch (error) {
    if (error instanceof ShopifyError && error.retryable)
      throw denied(503, "Shopify could not be asked just now. Try again in a moment.", { "Retry-After": "5" });
    if (error instanceof ShopifyError)
      throw denied(403, "Shopify gives Crescendo no access to this shop. Open it again from your Shopify admin.");
    throw error;
  }
}

function denied(status: number, message: string, headers: Record<string, string> = {}): Response {
  return new Response(message, {
    status,
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store", ...headers },
  });
}

function payloadOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
  } catch {
    return null;
  }
}

/** Shopify names the staff member's language when it opens the app; later requests tell by the browser's. */
function localeOf(request: Request): "en" | "vi" {
  const asked = new URL(request.url).searchParams.get("locale") ?? request.headers.get("accept-language") ?? "";
  return /^vi\b/i.test(asked) ? "vi" : "en";
}
