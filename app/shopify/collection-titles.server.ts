import { log } from "../log.server.ts";
import { CollectionTitlesData, CollectionTitlesQuery } from "./collection-titles.graphql.ts";
import { pageRequest } from "./page-request.server.ts";
import { ShopifyError } from "./shopify-error.ts";

/** Titles of these collections as Shopify has them now; one that is gone, or cannot be asked for, is left out. */
export async function collectionTitles(
  shop: { shopId: number; domain: string },
  ids: readonly string[],
): Promise<{ id: string; title: string }[]> {
  if (ids.length === 0) return [];
  try {
    const { nodes } = await pageRequest(
      shop,
      CollectionTitlesQuery,
      { ids: ids.map((id) => `gid://shopify/Collection/${id}`) },
      CollectionTitlesData,
    );
    return nodes.flatMap((node) => (node ? [{ id: node.id.slice(node.id.lastIndexOf("/") + 1), title: node.title }] : []));
  } catch (error) {
    if (!(error instanceof ShopifyError)) throw error;
    log.warn({ shop: error.domain, reason: error.reason }, "collection titles could not be read");
    return [];
  }
}
