import type { ShopReader } from "../database/pool.server.ts";
import type { OfferedProduct, OfferedVariant } from "./offered-product.ts";

const STALE_AFTER_MS = 15_000;
/** Of one process, over all its shops. */
const MOST_PRODUCTS = 50_000;

interface Kept {
  /** null: may not be offered */
  readonly product: OfferedProduct | null;
  readonly readAt: number;
}

const shops = new Map<number, Map<string, Kept>>();
let kept = 0;

/** What may be offered of these products, as it was at most 15 s ago; all that is missing is read by one query. */
export async function recentProducts(db: ShopReader, ids: readonly string[], now: number): Promise<Map<string, OfferedProduct>> {
  let known = shops.get(db.shopId);
  if (!known) {
    known = new Map();
    shops.set(db.shopId, known);
  }
  const fresh = (entry: Kept | undefined): entry is Kept =>
    entry !== undefined && now - entry.readAt < STALE_AFTER_MS && now >= entry.readAt;
  const missing = ids.filter((id) => !fresh(known.get(id)));
  const read = missing.length > 0 ? await offeredProducts(db, missing) : new Map<string, OfferedProduct>();
  const found = new Map(read);
  for (const id of ids) {
    const entry = known.get(id);
    if (fresh(entry) && entry.product !== null) found.set(id, entry.product);
  }
  if (missing.length > 0) keep(db.shopId, missing, { read, now });
  return found;
}

function keep(shopId: number, ids: readonly string[], { read, now }: { read: ReadonlyMap<string, OfferedProduct>; now: number }): void {
  if (kept + ids.length > MOST_PRODUCTS) {
    // Rare, and a query refills what is asked for: no order of use is kept.
    shops.clear();
    kept = 0;
  }
  const known = shops.get(shopId) ?? new Map<string, Kept>();
  shops.set(shopId, known);
  for (const id of ids) {
    if (!known.has(id)) kept++;
    known.set(id, { product: read.get(id) ?? null, readAt: now });
  }
}

interface ProductRow {
  product_id: string;
  title: string;
  handle: string;
  image_url: string | null;
  product_type: string;
  variant_id: string | null;
  price: number | null;
  stock: number | null;
  unit_cost: number | null;
}

/** Of these products those that are published and no gift card, with the variants that Shopify would sell. */
export async function offeredProducts(db: ShopReader, ids: readonly string[]): Promise<Map<string, OfferedProduct>> {
  if (ids.length === 0) return new Map();
  const rows = await db.rows<ProductRow>(
    `select p.id as product_id, p.title, p.handle, p.image_url, p.product_type, v.id as variant_id, v.price::float8 as price, v.inventory_quantity as stock, c.amount::float8 as unit_cost
     from products p
     left join variants v on v.shop_id = p.shop_id and v.product_id = p.id and v.available_for_sale and v.price > 0
     left join lateral (
       select amount from unit_costs where shop_id = p.shop_id and variant_id = v.id and valid_from <= now() order by valid_from desc limit 1
     ) c on true
     where p.shop_id = $1 and p.id = any($2::bigint[]) and p.deleted_at is null and lower(p.status) = 'active' and not p.is_gift_card
     order by p.id, v.id`,
    [db.shopId, ids],
    "decide: products",
  );
  const products = new Map<string, OfferedProduct & { variants: OfferedVariant[] }>();
  for (const row of rows) {
    const product = products.get(row.product_id) ?? {
      productId: row.product_id,
      title: row.title,
      handle: row.handle,
      imageUrl: row.image_url,
      productType: row.product_type,
      variants: [],
    };
    if (row.variant_id !== null && row.price !== null)
      product.variants.push({ id: row.variant_id, price: row.price, unitCost: row.unit_cost, stock: row.stock });
    products.set(row.product_id, product);
  }
  return products;
}
