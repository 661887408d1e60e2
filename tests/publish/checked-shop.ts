import { inShop } from "../../app/database/pool.server.ts";
import type { OfferDraft } from "../../app/funnel/offers/offer.ts";
import { saveOffer } from "../../app/funnel/offers/offers.server.ts";
import { sampleOffer } from "../../app/funnel/offers/sample-offer.ts";
import { publishCheck } from "../../app/funnel/publish/publish-check.server.ts";
import type { PublishFinding } from "../../app/funnel/publish/publish-finding.ts";
import type { ConnectedShop } from "../connected-shop.ts";

/** When offers are checked. */
export const now = new Date();

/** Leaves the shop its products, and nothing that a check looks at. */
export async function clear(shop: ConnectedShop): Promise<void> {
  shop.store.discounts.clear();
  await inShop(shop.shopId, async (db) => {
    for (const table of ["offers", "decisions", "orders", "order_lines", "attributions", "experiments"])
      await db.run(`delete from ${table} where shop_id = $1`, [db.shopId]);
    await db.run("update variants set available_for_sale = true where shop_id = $1", [db.shopId]);
  });
}

export const productId = (shop: ConnectedShop, at: number): string => String(shop.things[at]?.product.id);

/** An offer of the shop's first product, unless told otherwise. */
export async function saved(shop: ConnectedShop, values: Partial<OfferDraft> = {}): Promise<number> {
  const outcome = await saveOffer(shop.shopId, null, sampleOffer({ productIds: [productId(shop, 0)], ...values }));
  if (outcome.kind !== "saved") throw new Error(JSON.stringify(outcome));
  return outcome.id;
}

export const goLive = (shop: ConnectedShop, id: number) =>
  inShop(shop.shopId, (db) => db.run("update offers set status = 'live' where shop_id = $1 and id = $2", [db.shopId, id]));

/** What an offer has sold, minor units. */
export const attribute = (shop: ConnectedShop, id: number, sold: { discount: number; profit: number }) =>
  inShop(shop.shopId, (db) =>
    db.run(
      `insert into attributions (shop_id, order_id, line_id, decision_id, offer_id, ordered_at, quantity, revenue, discount, cost, fees, profit)
       values ($1, 1, 1, gen_random_uuid(), $2, now(), 1, 1000, $3, 50, 0, $4)`,
      [db.shopId, id, sold.discount, sold.profit],
    ),
  );

export async function check(shop: ConnectedShop, id: number): Promise<PublishFinding[]> {
  const { shopId, store } = shop;
  const found = await publishCheck({ shopId, domain: store.shop.domain, currency: store.shop.currency }, id, now);
  if (!found) throw new Error("The offer was not found");
  return found;
}

export const codes = (findings: readonly PublishFinding[]): string[] => findings.map(({ severity, code }) => `${severity} ${code}`);
