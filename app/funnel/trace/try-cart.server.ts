import { type Db, inShop } from "../../database/pool.server.ts";
import type { Choice } from "../choose/choice.ts";
import { type DecidingShop, previewDecision } from "../serve/decide.server.ts";
import { decisionNames, explainedCandidate } from "./explain-decisions.server.ts";
import type { ExplainedDecision } from "./explained-decision.ts";
import type { TriedCart } from "./tried-cart.ts";

const CUSTOMER_ORDERS = { guest: null, new: 0, returning: 1 } as const;

/** What a shopper with this cart would be shown now, by the very choice that serves shoppers; nothing is kept, and nobody is held out. */
export async function tryCart(shop: DecidingShop, cart: TriedCart, now: Date): Promise<ExplainedDecision> {
  const { shopId } = shop;
  const variantIds = await inShop(shopId, (db) => firstVariants(db, cart.productIds));
  const { choice, policyVersion } = await previewDecision(
    shop,
    {
      placement: cart.placement,
      productId: cart.placement === "product" ? cart.viewed : null,
      lines: variantIds.map((variantId) => ({ variantId, quantity: 1 })),
      visitor: "0".repeat(32),
      kept: true,
      customerId: null,
      now,
    },
    { customerOrders: CUSTOMER_ORDERS[cart.segment] },
  );
  return inShop(shopId, (db) => explainedChoice(db, choice, { cart, now, policyVersion }));
}

/** Of each product the variant a shopper would most likely have: the first for sale, else the first. */
async function firstVariants(db: Db, productIds: readonly string[]): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(
    `select distinct on (product_id) id::text as id from variants where shop_id = $1 and product_id = any($2::bigint[])
     order by product_id, available_for_sale desc, id`,
    [db.shopId, productIds],
  );
  return rows.map((row) => row.id);
}

async function explainedChoice(
  db: Db,
  choice: Choice,
  { cart, now, policyVersion }: { cart: TriedCart; now: Date; policyVersion: number },
): Promise<ExplainedDecision> {
  const names = await decisionNames(db, {
    offerIds: choice.candidates.map((one) => one.offerId),
    productIds: choice.candidates.map((one) => one.productId),
    variantIds: [],
    experimentIds: [],
  });
  const shown = choice.kind === "offer" ? choice : null;
  return {
    id: null,
    at: now.toISOString(),
    placement: cart.placement,
    outcome: shown ? "shown" : "none",
    offerId: shown?.offer.id ?? null,
    offerName: shown?.offer.name ?? null,
    product: shown?.product.title ?? null,
    price: shown?.price ?? null,
    discountedPrice: shown?.discountedPrice ?? null,
    depthBp: shown?.depthBp ?? null,
    reason: choice.kind === "none" ? choice.reason : null,
    withheld: null,
    tracked: false,
    experiments: [],
    policyVersion,
    segment: cart.segment,
    propensity: choice.propensity,
    events: [],
    ordered: false,
    candidates: choice.candidates.flatMap((one) => explainedCandidate(one, names) ?? []),
  };
}
