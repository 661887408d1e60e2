import { z } from "zod";
import type { Ask } from "./ask.server.ts";
import type { ShopifyRecord } from "./map-order.ts";
import { PRODUCT_COLLECTIONS_PAGE, PRODUCT_VARIANTS_PAGE, PRODUCTS_BY_ID } from "./product-reads.graphql.ts";

export const PRODUCTS_AT_ONCE = 10;

const Connection = z.object({
  nodes: z.array(z.looseObject({})),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});
const Products = z.object({ nodes: z.array(z.looseObject({ id: z.string(), variants: Connection, collections: Connection }).nullable()) });
const VariantsPage = z.object({ product: z.object({ variants: Connection }).nullable() });
const CollectionsPage = z.object({ product: z.object({ collections: Connection }).nullable() });
export interface FetchedProducts {
  readonly products: { product: ShopifyRecord; variants: ShopifyRecord[]; collections: ShopifyRecord[] }[];
  readonly missing: string[];
}

/** Up to PRODUCTS_AT_ONCE products with all variants and collections. Throws ShopifyError. */
export async function fetchProducts(ask: Ask, ids: readonly string[]): Promise<FetchedProducts> {
  const { nodes } = await ask(PRODUCTS_BY_ID, { ids: ids.map((id) => `gid://shopify/Product/${id}`) }, Products);
  const products: FetchedProducts["products"] = [];
  const missing: string[] = [];
  for (const [at, id] of ids.entries()) {
    const product = nodes[at];
    if (!product) {
      missing.push(id);
      continue;
    }
    const variants = await all(
      product.variants,
      async (after) => (await ask(PRODUCT_VARIANTS_PAGE, { id: product.id, after }, VariantsPage)).product?.variants,
    );
    const collections = await all(
      product.collections,
      async (after) => (await ask(PRODUCT_COLLECTIONS_PAGE, { id: product.id, after }, CollectionsPage)).product?.collections,
    );
    products.push({ product, variants, collections });
  }
  return { products, missing };
}

async function all(
  first: z.infer<typeof Connection>,
  next: (after: string | null) => Promise<z.infer<typeof Connection> | undefined>,
): Promise<ShopifyRecord[]> {
  const nodes: ShopifyRecord[] = [...first.nodes];
  let { pageInfo } = first;
  while (pageInfo.hasNextPage) {
    const page = await next(pageInfo.endCursor);
    if (!page) break;
    nodes.push(...page.nodes);
    pageInfo = page.pageInfo;
  }
  return nodes;
}
