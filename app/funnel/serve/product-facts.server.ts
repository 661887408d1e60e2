import { type ShopReader, shopReader } from "../../database/pool.server.ts";
import { isSameProduct, type OfferedProduct, type OfferedVariant } from "../choose/offered-product.ts";
import { answerTogether } from "./answer-together.ts";
import { isRecent } from "./is-recent.ts";

const STALE_AFTER_MS = 15_000;
/** What was asked for since it was read is read again from this age on, so that hardly anyone waits for it. */
const REFRESH_AFTER_MS = 7_500;
/** A few at a time while shoppers come: none of them waits behind it. */
const REFRESHED_AT_ONCE = 40;
const REST_MS = 25;
/** Of one process, over all its shops. */
const MOST_PRODUCTS = 50_000;

interface Kept {
  /** null: may not be offered. The same object for as long as nothing of it changes: what was worked out of it holds on */
  product: OfferedProduct | null;
  readAt: number;
  askedAt: number;
}

interface KnownProducts {
  /** those read longest ago first */
  readonly kept: Map<string, Kept>;
  /** those that nobody asked for in time: if nothing has changed when they are read anew, they are the same objects again */
  readonly stale: Map<string, OfferedProduct | null>;
  /** when some may be read again, `Infinity` while some are */
  refreshAt: number;
}

const shops = new Map<number, KnownProducts>();
let kept = 0;

/**
 * What may be offered of these products, in their order, null where nothing may be; as it was at most 15 s ago. What is missing is read by one query
 * for all who miss something.
 */
export async function recentProducts(db: ShopReader, ids: readonly string[], now: number): Promise<(OfferedProduct | null)[]> {
  const known = knownOf(db.shopId);
  const found: (OfferedProduct | null)[] = new Array(ids.length).fill(null);
  const missing: number[] = [];
  for (let at = 0; at < ids.length; at++) {
    const entry = known.kept.get(ids[at] as string);
    if (entry === undefined || !isRecent(entry.readAt, now, STALE_AFTER_MS)) {
      missing.push(at);
      continue;
    }
    entry.askedAt = now;
    found[at] = entry.product;
  }
  if (missing.length > 0) {
    const wanted = missing.map((at) => ids[at] as string);
    const read = await readTogether(db.shopId, wanted);
    const fresh = keep(db.shopId, wanted, { read, now, askedAt: now });
    for (const [n, at] of missing.entries()) found[at] = fresh[n] as OfferedProduct | null;
  }
  if (now >= known.refreshAt) void refresh(db, known, now);
  return found;
}

const readTogether = answerTogether(
  async (shopId, asks: readonly (readonly string[])[]) => {
    const read = await offeredProducts(shopReader(shopId), [...new Set(asks.flat())]);
    return asks.map(() => read);
  },
  { atOnce: 1, most: 32 },
);

/** One that fails is tried again, and leaves the rest to the next shopper who asks. */
async function refresh(db: ShopReader, known: KnownProducts, now: number): Promise<void> {
  const ids: string[] = [];
  for (const [id, { product, readAt, askedAt }] of known.kept) {
    if (now - readAt < REFRESH_AFTER_MS || ids.length >= REFRESHED_AT_ONCE) break;
    if (askedAt > readAt) ids.push(id);
    else if (now - readAt >= STALE_AFTER_MS) {
      known.kept.delete(id);
      known.stale.set(id, product);
    }
  }
  known.refreshAt = Number.POSITIVE_INFINITY;
  try {
    if (ids.length > 0) keep(db.shopId, ids, { read: await offeredProducts(db, ids), now, askedAt: null });
  } catch {
  } finally {
    known.refreshAt = now + REST_MS;
  }
}

function knownOf(shopId: number): KnownProducts {
  const known = shops.get(shopId) ?? { kept: new Map(), stale: new Map(), refreshAt: 0 };
  shops.set(shopId, known);
  return known;
}

/** As they are kept, in their order. `askedAt`: null where nobody asked but ourselves */
function keep(
  shopId: number,
  ids: readonly string[],
  { read, now, askedAt }: { read: ReadonlyMap<string, OfferedProduct>; now: number; askedAt: number | null },
): (OfferedProduct | null)[] {
  if (kept + ids.length > MOST_PRODUCTS) {
    // Rare, and a query refills what is asked for: no order of use is kept.
    shops.clear();
    kept = 0;
  }
  const known = knownOf(shopId);
  return ids.map((id) => {
    const fresh = read.get(id) ?? null;
    const before = known.kept.get(id);
    const old = before ? before.product : known.stale.get(id);
    if (old === undefined) kept++;
    const entry = before ?? { product: fresh, readAt: now, askedAt: 0 };
    entry.product = old !== undefined && isSameProduct(old, fresh) ? old : fresh;
    entry.readAt = now;
    entry.askedAt = askedAt ?? entry.askedAt;
    known.stale.delete(id);
    known.kept.delete(id);
    known.kept.set(id, entry);
    return entry.product;
  });
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
     where p.shop_id = $1 and p.id = any($2::bigint[]) and p.deleted_at is null and lower(p.status) = 'active' and not p.is_gift_card and p.sold_online
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
