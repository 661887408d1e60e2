import type { Db } from "../database/pool.server.ts";
import type { OfferedProduct } from "./choose-offer.ts";
import type { Offer } from "./offer.ts";
import type { CostRules } from "./offer-price.ts";
import { OFFER_COLUMNS, type OfferRow, offerFromRow } from "./offer-row.ts";

/** What decisions of a shop have in common: its live offers, what they offer, its rules. */
export interface FunnelSnapshot {
  readonly rules: CostRules & { readonly marginFloorBp: number };
  readonly affinityVersion: number;
  readonly installed: boolean;
  readonly offers: readonly Offer[];
  readonly products: ReadonlyMap<string, OfferedProduct>;
  /** what limited offers have used up; the ledger stops an offer at its limit at once, which changes the stamp */
  readonly totals: ReadonlyMap<number, { readonly orders: number; readonly lost: number }>;
  /** changes whenever a live offer does */
  readonly stamp: string;
  readonly readAt: number;
}

/** Prices and stock may be this old; offers never are, their stamp is compared at every decision. */
const STALE_AFTER_MS = 15_000;
const snapshots = new Map<number, FunnelSnapshot>();

export const OFFERS_STAMP = `(select coalesce(string_agg(id || ':' || extract(epoch from updated_at), ',' order by id), '') from offers where shop_id = $1 and status = 'live')`;

export async function funnelSnapshot(db: Db, stamp: string, now: number): Promise<FunnelSnapshot> {
  const kept = snapshots.get(db.shopId);
  if (kept && kept.stamp === stamp && now - kept.readAt < STALE_AFTER_MS && now >= kept.readAt) return kept;
  // Merely old: this decision reads it anew, and those beside it need not do the same.
  if (kept && kept.stamp === stamp) snapshots.set(db.shopId, { ...kept, readAt: now });
  const fresh = await read(db, stamp, now);
  snapshots.set(db.shopId, fresh);
  return fresh;
}

interface ShopRow {
  assumedCostBp: number;
  paymentFeeBp: number;
  marginFloorBp: number;
  affinityVersion: number;
  uninstalledAt: Date | null;
}

async function read(db: Db, stamp: string, now: number): Promise<FunnelSnapshot> {
  const shop = await db.row<ShopRow>(
    `select assumed_cost_bp as "assumedCostBp", payment_fee_bp as "paymentFeeBp", margin_floor_bp as "marginFloorBp",
            affinity_version as "affinityVersion", uninstalled_at as "uninstalledAt" from shops where id = $1`,
    [db.shopId],
  );
  if (!shop) throw new Error(`There is no shop ${db.shopId}`);
  const offers = (
    await db.rows<OfferRow>(`select ${OFFER_COLUMNS} from offers where shop_id = $1 and status = 'live' order by id`, [db.shopId])
  ).map(offerFromRow);
  const products = await offeredProducts(db, [...new Set(offers.flatMap((offer) => offer.productIds))]);
  return {
    rules: shop,
    affinityVersion: shop.affinityVersion,
    installed: shop.uninstalledAt === null,
    offers,
    products,
    totals: await totalsOf(db, offers),
    stamp,
    readAt: now,
  };
}

async function totalsOf(db: Db, offers: readonly Offer[]): Promise<Map<number, { orders: number; lost: number }>> {
  const limited = offers.filter((offer) => offer.totalLimit !== null || offer.lossBudget !== null).map((offer) => offer.id);
  const rows = await db.rows<{ offer_id: number; orders: number; lost: number }>(
    `select offer_id, count(distinct order_id) filter (where quantity > 0)::int as orders, coalesce(sum(-profit) filter (where profit < 0), 0)::float8 as lost
     from attributions where shop_id = $1 and offer_id = any($2::int[]) group by offer_id`,
    [db.shopId, limited],
  );
  return new Map(rows.map(({ offer_id, orders, lost }) => [offer_id, { orders, lost }]));
}

interface ProductRow {
  product_id: string;
  title: string;
  handle: string;
  image_url: string | null;
  variant_id: string | null;
  price: number | null;
  unit_cost: number | null;
}

async function offeredProducts(db: Db, ids: readonly string[]): Promise<Map<string, OfferedProduct>> {
  const rows = await db.rows<ProductRow>(
    `select p.id as product_id, p.title, p.handle, p.image_url, v.id as variant_id, v.price::float8 as price, c.amount::float8 as unit_cost
     from products p
     left join variants v on v.shop_id = p.shop_id and v.product_id = p.id and v.available_for_sale and v.price > 0
     left join lateral (
       select amount from unit_costs where shop_id = p.shop_id and variant_id = v.id and valid_from <= now() order by valid_from desc limit 1
     ) c on true
     where p.shop_id = $1 and p.id = any($2::bigint[]) and p.deleted_at is null and lower(p.status) = 'active' and not p.is_gift_card
     order by p.id, v.id`,
    [db.shopId, ids],
  );
  const products = new Map<string, OfferedProduct & { variants: { id: string; price: number; unitCost: number | null }[] }>();
  for (const row of rows) {
    const product = products.get(row.product_id) ?? {
      productId: row.product_id,
      title: row.title,
      handle: row.handle,
      imageUrl: row.image_url,
      variants: [],
    };
    if (row.variant_id !== null && row.price !== null)
      product.variants.push({ id: row.variant_id, price: row.price, unitCost: row.unit_cost });
    products.set(row.product_id, product);
  }
  return products;
}
