import type { z } from "zod";
import { adminRequest } from "./admin-request.server.ts";
import { ShopifyError } from "./shopify-error.ts";

/** How long a page waits for what Shopify alone can tell. What the page is about comes from the app's own database. */
const PAGE_WAIT_MS = 3_000;

/**
 * As adminRequest, where somebody waits for a page: when Shopify has not answered after 3 s, retries and the renewal of our access included,
 * it counts as unreachable, and the page says what it lacks.
 */
export async function pageRequest<T>(
  shop: { shopId: number; domain: string },
  document: string,
  variables: object,
  schema: z.ZodType<T>,
): Promise<T> {
  const { domain } = shop;
  const until = AbortSignal.timeout(PAGE_WAIT_MS);
  const late = new Promise<never>((_resolve, reject) => {
    until.addEventListener("abort", () => reject(new ShopifyError("unreachable", `${domain} took longer than a page waits.`, { domain })));
  });
  return Promise.race([adminRequest(shop, document, variables, schema, until), late]);
}
