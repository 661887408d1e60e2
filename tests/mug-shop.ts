import { randomUUID } from "node:crypto";
import { inShop } from "../app/database/pool.server.ts";
import type { PolicyModel } from "../app/funnel/learn/policy-model.ts";
import { attributeOrders } from "../app/ledger/attribute-orders.server.ts";
import { insertPricedShop } from "./priced-shop.ts";

/** Of every decision that is kept here. */
export const CONTEXT = "product|guest|Mug";
/** When it is made, unless told otherwise. */
export const day = new Date("2026-03-15T09:00:00Z");
export const after = (hours: number) => new Date(day.getTime() + hours * 3_600_000);

/** A shop with mugs 20, 21 and 30, each at its number of pounds and with one variant (201, 211, 301). */
export const insertMugShop = (): Promise<number> => insertPricedShop([20, 21, 30], { type: "Mug" });

interface Given {
  visitor: string;
  productId?: number;
  depthBp?: number;
  at?: Date;
  ghost?: boolean;
  tracked?: boolean;
  seen?: boolean;
  base?: number;
}

/** A decision as serving keeps it. */
export async function decided(
  shopId: number,
  { visitor, productId = 20, depthBp = 1_000, at = day, ghost = false, tracked = true, seen = true, base = 0.1 }: Given,
) {
  const id = randomUUID();
  await inShop(shopId, async (db) => {
    await db.run(
      `insert into decisions (shop_id, id, created_at, placement, visitor, offer_id, variant_id, candidates, tracked, ghost, context, arm, depth_bp)
       values ($1, $2, $3, 'product', $4, 1, $5, $6, $7, $8, $9, $10, $11)`,
      [
        shopId,
        id,
        at,
        visitor,
        productId * 10 + 1,
        JSON.stringify([{ base }]),
        tracked,
        ghost,
        CONTEXT,
        `1:${productId}:${depthBp}`,
        depthBp,
      ],
    );
    if (seen) await db.run("insert into decision_events (shop_id, decision_id, kind) values ($1, $2, 'impression')", [shopId, id]);
  });
  return id;
}

/** An order of product 20, as sync and ledger keep it. */
export async function ordered(
  shopId: number,
  values: { id: number; at: Date; visitor?: string; decisionId?: string; kept?: number; productId?: number },
) {
  const { id, at, visitor = null, decisionId = null, kept = 1, productId = 20 } = values;
  await inShop(shopId, async (db) => {
    await db.run(
      `insert into orders (shop_id, id, name, created_at, processed_at, updated_at, test, subtotal, discounts, refunded, total, visitor)
       values ($1, $2::bigint, '#' || $2::text, $3, $3, $3, false, 2000, 0, 0, 2000, $4)`,
      [shopId, id, at, visitor],
    );
    await db.run(
      `insert into order_lines (shop_id, order_id, id, product_id, variant_id, title, quantity, current_quantity, unit_price, discount, offer_id, decision_id)
       values ($1, $2, 1, $3, $4, '', 1, $5, 2000, $6, $7, $8)`,
      [shopId, id, productId, productId * 10 + 1, kept, decisionId ? 200 : 0, decisionId ? 1 : null, decisionId],
    );
  });
  if (decisionId) await attributeOrders(shopId, [String(id)]);
}

/** The policy that is served. */
export const served = (shopId: number) =>
  inShop(shopId, (db) =>
    db.row<{ version: number; model: PolicyModel; outcomes: number }>(
      "select p.version, p.model, p.outcomes from policy_snapshots p join shops s on s.id = p.shop_id and s.policy_version = p.version where p.shop_id = $1",
      [shopId],
    ),
  );
