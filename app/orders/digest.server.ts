import { inShop } from "../database/pool.server.ts";

export interface FactsDigest {
  /** one hash over all rows; the same facts give the same digest, whatever order or way they came in */
  readonly digest: string;
  readonly tables: Readonly<Record<string, { readonly rows: number; readonly hash: string }>>;
}

const FACTS: Record<string, readonly string[]> = {
  products: [
    "id",
    "title",
    "handle",
    "status",
    "product_type",
    "vendor",
    "image_url",
    "is_gift_card",
    "sold_online",
    "collection_ids",
    "updated_at",
    "deleted_at is not null",
  ],
  variants: ["id", "product_id", "inventory_item_id", "title", "sku", "price", "available_for_sale", "inventory_quantity", "updated_at"],
  // when a cost became known differs from run to run
  unit_costs: ["variant_id", "amount"],
  customers: ["id", "created_at", "updated_at"],
  orders: [
    "id",
    "name",
    "customer_id",
    "created_at",
    "processed_at",
    "updated_at",
    "cancelled_at",
    "test",
    "source_name",
    "subtotal",
    "discounts",
    "refunded",
    "total",
    "visitor",
  ],
  order_lines: [
    "order_id",
    "id",
    "product_id",
    "variant_id",
    "title",
    "quantity",
    "current_quantity",
    "unit_price",
    "discount",
    "unit_cost",
    "is_gift_card",
    "offer_id",
    "decision_id",
  ],
  refunds: ["order_id", "id", "created_at", "amount"],
};

/** A stable hash over a shop's facts. Row hashes are summed, so a row twice changes it and the order of rows does not. */
export async function digest(shopId: number): Promise<FactsDigest> {
  return inShop(shopId, async (db) => {
    await db.run("set local timezone = 'UTC'");
    const tables: Record<string, { rows: number; hash: string }> = {};
    for (const [table, columns] of Object.entries(FACTS)) {
      const row = await db.row<{ rows: number; hash: string }>(
        `select count(*)::int as rows, md5(coalesce(sum(hashtextextended(row(${columns.join(", ")})::text, 0)::numeric), 0)::text) as hash from ${table} where shop_id = $1`,
        [shopId],
      );
      tables[table] = row as { rows: number; hash: string };
    }
    const all = await db.row<{ digest: string }>("select md5($1) as digest", [
      Object.entries(tables)
        .map(([name, { rows, hash }]) => `${name} ${rows} ${hash}`)
        .join("\n"),
    ]);
    return { digest: (all as { digest: string }).digest, tables };
  });
}
