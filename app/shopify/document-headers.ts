import { isShopDomain } from "./shop-domain.ts";

const ADMIN = "https://admin.shopify.com";
const APP_BRIDGE = "https://cdn.shopify.com/shopifycloud/app-bridge.js";

/**
 * Who may frame a page: this shop's admin, and nobody when no shop is named. Set on every HTML answer,
 * also on those the Shopify library writes itself.
 */
export function setDocumentHeaders(headers: Headers, url: URL): void {
  const shop = url.searchParams.get("shop");
  const known = shop !== null && isShopDomain(shop);
  headers.set("Content-Security-Policy", known ? `frame-ancestors https://${shop} ${ADMIN};` : "frame-ancestors 'none';");
  headers.set("Referrer-Policy", "no-referrer");
  if (known) headers.set("Link", `<${APP_BRIDGE}>; rel="preload"; as="script";`);
}
