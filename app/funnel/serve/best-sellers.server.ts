import type { ShopReader } from "../../database/pool.server.ts";
import type { CartAffinity } from "../affinity/serve-cart.ts";
import { type BestSeller, type BestSellers, bestSellersOf } from "../choose/best-sellers.ts";
import { isRecent } from "./is-recent.ts";

/** So many products are looked at for a list: those bought most, then the newest. */
const LOOKED_AT = 2_000;
/** Prices and what is for sale change; a product that is not for sale any more is found out when it is to be offered. */
const KEPT_MS = 10 * 60_000;
/** Of one process; half a megabyte each. */
const MOST_KEPT = 100;

/** by shop and version: for a moment a shop is served from two */
const kept = new Map<string, { readonly readAt: number; readonly list: Promise<BestSellers> }>();

/** The shop's best sellers by its affinity of this version, ten minutes old at most; read by whoever asks first. */
export function bestSellers(db: ShopReader, affinity: Pick<CartAffinity, "version" | "mostPopular">, now: number): Promise<BestSellers> {
  const name = `${db.shopId} ${affinity.version}`;
  const known = kept.get(name);
  if (known && isRecent(known.readAt, now, KEPT_MS)) return known.list;
  const list = read(db, affinity);
  kept.delete(name);
  kept.set(name, { readAt: now, list });
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  // what failed is asked again
  list.catch(() => kept.get(name)?.list === list && kept.delete(name));
  return list;
}

async function read(db: ShopReader, { mostPopular }: Pick<CartAffinity, "mostPopular">): Promise<BestSellers> {
  const { products, unsold } = mostPopular(LOOKED_AT);
  const shares = new Map(products.map(({ productId, popularity }) => [productId, popularity]));
  const found = new Map<string, BestSeller>();
  const add = (rows: readonly SellerRow[]) => {
    for (const { collectionIds, ...row } of rows) {
      const popularity = Math.max(unsold, shares.get(row.productId) ?? 0);
      found.set(row.productId, { ...row, popularity, collectionIds: collectionIds === "{}" ? [] : collectionIds.slice(1, -1).split(",") });
    }
  };
  const ids = [...shares.keys()];
  for (let from = 0; from < ids.length; from += READ_AT_ONCE)
    add(
      await db.rows<SellerRow>(
        `${FOR_SALE} and p.id = any($2::bigint[])`,
        [db.shopId, ids.slice(from, from + READ_AT_ONCE)],
        "decide: best sellers",
      ),
    );
  // never sold, or long ago: the newest
  if (ids.length < LOOKED_AT)
    add(await db.rows<SellerRow>(`${FOR_SALE} order by p.id desc limit $2`, [db.shopId, LOOKED_AT - ids.length], "decide: newest"));
  return bestSellersOf([...found.values()]);
}

interface SellerRow extends Omit<BestSeller, "popularity" | "collectionIds"> {
  /** PostgreSQL's text of an array */
  readonly collectionIds: string;
}

/** A few milliseconds of reading, after which shoppers are let by. */
const READ_AT_ONCE = 250;

const FOR_SALE = `
  select p.id::text as "productId", p.product_type as "productType", p.collection_ids::text as "collectionIds", v.price::float8 as price
  from products p
  cross join lateral (
    select price from variants where shop_id = $1 and product_id = p.id and available_for_sale and price > 0 order by id limit 1
  ) v
  where p.shop_id = $1 and p.deleted_at is null and lower(p.status) = 'active' and not p.is_gift_card and p.sold_online`;
