import type { Db } from "../../database/pool.server.ts";
import type { OfferFacts, ProductFacts } from "../publish/check-offer.ts";
import { offeredUnits } from "../publish/offered-units.sql.ts";
import type { OfferDraft } from "./offer.ts";

interface VariantRow {
  product_id: string;
  is_gift_card: boolean;
  price: number | null;
  unit_cost: number | null;
}

/** What the shop knows of the products and collections a draft names. */
export async function offerFacts(db: Db, draft: OfferDraft): Promise<OfferFacts> {
  const named = [
    ...draft.productIds,
    ...draft.excludedProductIds,
    ...(draft.pinnedProductId === null ? [] : [draft.pinnedProductId]),
    ...(draft.trigger.kind === "product" ? draft.trigger.productIds : []),
  ];
  const rules = await db.row<{ assumedCostBp: number; paymentFeeBp: number; marginFloorBp: number }>(
    `select assumed_cost_bp as "assumedCostBp", payment_fee_bp as "paymentFeeBp", margin_floor_bp as "marginFloorBp" from shops where id = $1`,
    [db.shopId],
  );
  if (!rules) throw new Error(`There is no shop ${db.shopId}`);
  const variants = await db.rows<VariantRow>(
    `select p.id as product_id, p.is_gift_card, v.price::float8 as price, c.amount::float8 as unit_cost
     from products p
     left join variants v on v.shop_id = p.shop_id and v.product_id = p.id
     left join lateral (
       select amount from unit_costs where shop_id = p.shop_id and variant_id = v.id and valid_from <= now() order by valid_from desc limit 1
     ) c on true
     where p.shop_id = $1 and p.id = any($2::bigint[]) and p.deleted_at is null`,
    [db.shopId, named],
  );
  const products = new Map<string, ProductFacts & { variants: { price: number; unitCost: number | null }[] }>();
  for (const row of variants) {
    const product = products.get(row.product_id) ?? { isGiftCard: row.is_gift_card, variants: [] };
    if (row.price !== null) product.variants.push({ price: row.price, unitCost: row.unit_cost });
    products.set(row.product_id, product);
  }
  return { rules, products, collectionIds: await knownCollections(db, draft), dynamic: await dynamicFacts(db, draft) };
}

async function dynamicFacts(db: Db, draft: OfferDraft): Promise<OfferFacts["dynamic"]> {
  if (!draft.dynamic) return null;
  const units = offeredUnits({ ...draft, pinnedProductId: null });
  if (draft.discountBudget === null) {
    const row = await db.row<{ finds: boolean }>(`select exists (${units.text}) as finds`, [db.shopId, ...units.values]);
    return { finds: row?.finds ?? false, leastPrice: null };
  }
  const row = await db.row<{ leastPrice: number | null }>(`select min(price)::float8 as "leastPrice" from (${units.text}) unit`, [
    db.shopId,
    ...units.values,
  ]);
  const leastPrice = row?.leastPrice ?? null;
  return { finds: leastPrice !== null, leastPrice };
}

async function knownCollections(db: Db, { trigger }: OfferDraft): Promise<Set<string>> {
  if (trigger.kind !== "collection") return new Set();
  const rows = await db.rows<{ id: string }>(
    `select distinct c.id from products p, unnest(p.collection_ids) as c(id)
     where p.shop_id = $1 and p.collection_ids && $2::bigint[] and c.id = any($2::bigint[]) and p.deleted_at is null`,
    [db.shopId, trigger.collectionIds],
  );
  return new Set(rows.map((row) => row.id));
}
