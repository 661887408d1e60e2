import { inShop } from "../app/database/pool.server.ts";
import { insertShop } from "./test-database.ts";

/** A shop with these products, each at its number of pounds and with one variant: product 20 costs £20 and has variant 201. */
export async function insertPricedShop(
  products: readonly number[],
  { type = "", collectionIds = [] }: { type?: string; collectionIds?: readonly number[] } = {},
): Promise<number> {
  const shopId = await insertShop();
  await inShop(shopId, async (db) => {
    await db.run(
      `insert into products (shop_id, id, title, handle, status, product_type, collection_ids, updated_at)
       select $1, p, 'Product ' || p, 'product-' || p, 'ACTIVE', $3, $4::bigint[], now() from unnest($2::bigint[]) p`,
      [shopId, products, type, collectionIds],
    );
    await db.run(
      `insert into variants (shop_id, id, product_id, inventory_item_id, title, price, available_for_sale, updated_at)
       select $1, p * 10 + 1, p, p, 'Default Title', p * 100, true, now() from unnest($2::bigint[]) p`,
      [shopId, products],
    );
  });
  return shopId;
}
