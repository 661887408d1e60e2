import { z } from "zod";
import { inShop } from "../database/pool.server.ts";
import type { SyncShop } from "./ask.server.ts";
import { soldOnline } from "./map-product.ts";
import { ALL_PRODUCTS } from "./product-reads.graphql.ts";

const Page = z.object({
  products: z.object({
    nodes: z.array(
      z.looseObject({
        id: z.string().regex(/^gid:\/\/shopify\/Product\/\d{1,18}$/),
        updatedAt: z.iso.datetime({ offset: true }),
        onlineStoreUrl: z.string().nullable(),
        requiresSellingPlan: z.boolean(),
      }),
    ),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});

/**
 * All of Shopify's products against those here: what is missing, older, gone, or sold differently is read again by its number, so
 * that a list that came short deletes nothing. Taking a product out of the online store need not change when it was updated.
 * Gives how many `readAgain` was given.
 */
export async function compareProducts(shop: SyncShop, readAgain: (ids: readonly string[]) => Promise<unknown>): Promise<number> {
  const seen: string[] = [];
  let differ = 0;
  let after: string | null = null;
  const take = async (ids: readonly string[]) => {
    await readAgain(ids);
    differ += ids.length;
  };
  do {
    const { products }: z.infer<typeof Page> = await shop.ask(ALL_PRODUCTS, { after }, Page);
    const listed = products.nodes.map((node) => ({
      id: node.id.slice(node.id.lastIndexOf("/") + 1),
      at: node.updatedAt,
      sold: soldOnline(node),
    }));
    seen.push(...listed.map(({ id }) => id));
    await take(await differing(shop.shopId, listed));
    after = products.pageInfo.hasNextPage ? products.pageInfo.endCursor : null;
  } while (after !== null);
  await take(await notListed(shop.shopId, seen));
  return differ;
}

function differing(shopId: number, listed: readonly { id: string; at: string; sold: boolean }[]): Promise<string[]> {
  return inShop(shopId, async (db) => {
    const rows = await db.rows<{ id: string }>(
      `select s.id from unnest($2::bigint[], $3::timestamptz(3)[], $4::boolean[]) s(id, updated_at, sold_online)
       left join products p on p.shop_id = $1 and p.id = s.id
       where p.id is null or (p.deleted_at is null and (p.updated_at < s.updated_at or p.sold_online <> s.sold_online))`,
      [shopId, listed.map(({ id }) => id), listed.map(({ at }) => at), listed.map(({ sold }) => sold)],
    );
    return rows.map((row) => row.id);
  });
}

function notListed(shopId: number, ids: readonly string[]): Promise<string[]> {
  return inShop(shopId, async (db) => {
    const rows = await db.rows<{ id: string }>(
      "select p.id from products p where p.shop_id = $1 and p.deleted_at is null and p.id not in (select unnest($2::bigint[]))",
      [shopId, ids],
    );
    return rows.map((row) => row.id);
  });
}
