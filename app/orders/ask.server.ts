import type { z } from "zod";
import { adminRequest } from "../shopify/admin-request.server.ts";
import { shopById } from "../shopify/shops.server.ts";

/** Sends a GraphQL document to one shop's Admin API and gives the checked data. Throws ShopifyError. */
export type Ask = <T>(document: string, variables: object, schema: z.ZodType<T>) => Promise<T>;

/** A shop whose orders are being read. */
export interface SyncShop {
  readonly shopId: number;
  /** as Shopify names it: what line attributes are signed for */
  readonly domain: string;
  readonly currency: string;
  readonly ask: Ask;
}

/** null when the shop is gone or has uninstalled: there is then nothing to read, and no right to. */
export async function syncShop(shopId: number): Promise<SyncShop | null> {
  const shop = await shopById(shopId);
  if (!shop || shop.uninstalledAt) return null;
  const address = { shopId, domain: shop.domain };
  return { ...address, currency: shop.currency, ask: (document, variables, schema) => adminRequest(address, document, variables, schema) };
}
