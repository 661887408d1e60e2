const DOMAIN = /^[a-z0-9][a-z0-9-]{0,62}\.myshopify\.com$/;

/** Whether the text is a shop's permanent domain, as Shopify writes it. */
export function isShopDomain(text: string): boolean {
  return DOMAIN.test(text);
}
