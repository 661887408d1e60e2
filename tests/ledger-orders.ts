import { randomUUID } from "node:crypto";
import { inShop } from "../app/database/pool.server.ts";

/** A line of an order, minor units. */
export interface SoldLine {
  readonly productId: number;
  readonly variantId: number;
  readonly quantity?: number;
  /** units still with the customer */
  readonly current?: number;
  readonly unitPrice: number;
  /** on the whole quantity */
  readonly discount?: number;
  readonly unitCost?: number | null;
  readonly giftCard?: boolean;
  readonly offerId?: number | null;
  readonly decisionId?: string | null;
}

export interface OrderValues {
  /** ISO 8601 */
  readonly at?: string;
  readonly refunded?: number;
  /** tax and shipping */
  readonly extras?: number;
  readonly cancelled?: boolean;
  readonly customerId?: number;
  readonly source?: string;
}

/** Writes a decision; events are the kinds that were told for it. */
export async function insertDecision(
  shopId: number,
  values: {
    readonly offerId: number;
    readonly variantId: number;
    readonly placement?: string;
    readonly visitor?: string;
    readonly at?: string;
    readonly ghost?: boolean;
    /** of one unit, before and after the discount */
    readonly price?: number;
    readonly discountedPrice?: number;
    readonly events?: readonly string[];
  },
): Promise<string> {
  const id = randomUUID();
  const at = values.at ?? "2026-03-01";
  await inShop(shopId, async (db) => {
    await db.run(
      `insert into decisions (shop_id, id, created_at, placement, visitor, offer_id, variant_id, ghost, price, discounted_price, candidates)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '[]')`,
      [
        shopId,
        id,
        at,
        values.placement ?? "cart",
        values.visitor ?? "v",
        values.offerId,
        values.variantId,
        values.ghost ?? false,
        values.price ?? null,
        values.discountedPrice ?? null,
      ],
    );
    await db.run("insert into decision_events (shop_id, decision_id, kind, at) select $1, $2, kind, $4 from unnest($3::text[]) k (kind)", [
      shopId,
      id,
      values.events ?? [],
      at,
    ]);
  });
  return id;
}

/** Writes the order as Shopify's present state, replacing what was there. */
export async function insertOrder(shopId: number, id: number, lines: readonly SoldLine[], values: OrderValues = {}): Promise<void> {
  const discounts = lines.reduce((sum, line) => sum + (line.discount ?? 0), 0);
  const subtotal = lines.reduce((sum, line) => sum + line.unitPrice * (line.quantity ?? 1), 0) - discounts;
  const at = values.at ?? "2026-03-01";
  await inShop(shopId, async (db) => {
    await db.run("delete from order_lines where shop_id = $1 and order_id = $2", [shopId, id]);
    await db.run("delete from orders where shop_id = $1 and id = $2", [shopId, id]);
    await db.run(
      `insert into orders (shop_id, id, name, customer_id, created_at, processed_at, updated_at, cancelled_at, test, source_name, subtotal, discounts, refunded, total)
       values ($1, $2, '', $3, $4, $4, $4, $5, false, $6, $7, $8, $9, $10)`,
      [
        shopId,
        id,
        values.customerId ?? null,
        at,
        values.cancelled ? at : null,
        values.source ?? "web",
        subtotal,
        discounts,
        values.refunded ?? 0,
        subtotal + (values.extras ?? 0),
      ],
    );
    for (const [index, line] of lines.entries()) {
      await db.run(
        `insert into order_lines (shop_id, order_id, id, product_id, variant_id, title, quantity, current_quantity, unit_price, discount, unit_cost, is_gift_card, offer_id, decision_id)
         values ($1, $2, $3, $4, $5, '', $6, $7, $8, $9, $10, $11, $12, $13)`,
        [
          shopId,
          id,
          index + 1,
          line.productId,
          line.variantId,
          line.quantity ?? 1,
          line.current ?? line.quantity ?? 1,
          line.unitPrice,
          line.discount ?? 0,
          line.unitCost ?? null,
          line.giftCard ?? false,
          line.offerId ?? null,
          line.decisionId ?? null,
        ],
      );
    }
  });
}

/** A shop with a tripwire (offer 1, variants 101 and 102 of product 10) and a profit maximizer (offer 2, variant 201 of product 20); product 30 has none. */
export async function insertLadder(shopId: number): Promise<void> {
  await inShop(shopId, async (db) => {
    await db.run(
      `insert into offers (shop_id, id, name, stage, status, discount_kind, discount_value, trigger, created_at, updated_at)
       values ($1, 1, 'Welcome', 'tripwire', 'live', 'percentage', 9000, '{"kind":"any"}', '2026-01-01', '2026-01-01'),
         ($1, 2, 'More', 'profit_maximizer', 'live', 'percentage', 1000, '{"kind":"any"}', '2026-01-01', '2026-01-01')`,
      [shopId],
    );
    await db.run(
      `insert into variants (shop_id, id, product_id, inventory_item_id, title, price, available_for_sale, updated_at)
       values ($1, 101, 10, 1, '', 1000, true, now()), ($1, 102, 10, 2, '', 1000, true, now()), ($1, 201, 20, 3, '', 2000, true, now()), ($1, 301, 30, 4, '', 500, true, now())`,
      [shopId],
    );
  });
}
