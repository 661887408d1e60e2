import { inShop } from "../app/database/pool.server.ts";
import { saveOffer } from "../app/funnel/offers/offers.server.ts";
import { sampleOffer } from "../app/funnel/offers/sample-offer.ts";
import { decide } from "../app/funnel/serve/decide.server.ts";
import type { DecideRequest } from "../app/funnel/serve/decide-request.ts";
import { flushDecisions } from "../app/funnel/serve/decision-buffer.server.ts";
import { insertPricedShop } from "./priced-shop.ts";

/** When shoppers ask, unless told otherwise. */
export const now = new Date("2026-03-15T12:00:00Z");
export const visitor = "0123456789abcdef0123456789abcdef";
export const other = (n: number) => n.toString(16).padStart(32, "0");

export const shopOf = (shopId: number) => ({ shopId, domain: "a.myshopify.com", currency: "GBP", timezone: "UTC" });

/** A shop with products 10, 20, 21 and 30 of one collection. */
export const insertAskedShop = (): Promise<number> => insertPricedShop([10, 20, 21, 30], { collectionIds: [7] });

/** The answer, once the decision is kept. */
export async function ask(shopId: number, values: Partial<DecideRequest> = {}) {
  const view = await decide(shopOf(shopId), {
    placement: "product",
    productId: "30",
    lines: [{ variantId: "301", quantity: 1 }],
    visitor,
    customerId: null,
    now,
    ...values,
  });
  await flushDecisions(shopId);
  return view;
}

/** Saved by way of the editor's door and set live as publishing would; pinned, so that only rules keep it from being shown. */
export async function live(shopId: number, values: Parameters<typeof sampleOffer>[0] = {}): Promise<number> {
  const pinned = { pinnedProductId: values.productIds?.[0] ?? (values.dynamic ? null : "20") };
  const {
    id: _id,
    status: _status,
    pausedReason: _reason,
    publishedAt: _at,
    updatedAt: _updated,
    ...draft
  } = sampleOffer({ ...pinned, ...values });
  const saved = await saveOffer(shopId, null, draft);
  if (saved.kind !== "saved") throw new Error(JSON.stringify(saved));
  await inShop(shopId, (db) =>
    db.run("update offers set status = 'live', updated_at = clock_timestamp() where shop_id = $1 and id = $2", [shopId, saved.id]),
  );
  return saved.id;
}

export async function order(
  shopId: number,
  values: { readonly id: number; readonly customerId?: number; readonly at?: string; readonly products?: readonly number[] },
): Promise<void> {
  await inShop(shopId, async (db) => {
    await db.run(
      `insert into orders (shop_id, id, name, customer_id, created_at, processed_at, updated_at, test, subtotal, discounts, refunded, total)
       values ($1, $2::bigint, '#' || $2::text, $3, $4, $4, $4, false, 1000, 0, 0, 1000)`,
      [shopId, values.id, values.customerId ?? null, values.at ?? "2026-03-01T00:00:00Z"],
    );
    await db.run(
      `insert into order_lines (shop_id, order_id, id, product_id, variant_id, title, quantity, current_quantity, unit_price, discount)
       select $1, $2, row_number() over (), p, p * 10 + 1, '', 1, 1, 500, 0 from unnest($3::bigint[]) p`,
      [shopId, values.id, values.products ?? []],
    );
  });
}
