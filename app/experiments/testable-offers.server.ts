import { inShop } from "../database/pool.server.ts";
import { listOffers } from "../funnel/offers/offers.server.ts";
import type { TestableOffer } from "./testable-offer.ts";

/** The offers that an A/B test may be made of: all but those that are over, newest first. */
export async function testableOffers(shopId: number): Promise<TestableOffer[]> {
  const offers = (await listOffers(shopId)).filter(({ standing }) => standing !== "ended");
  const rows = await inShop(shopId, (db) =>
    db.rows<{ id: number; prices: number[] }>(
      `select o.id, array_agg(distinct v.price::float8) as prices
       from offers o join variants v on v.shop_id = o.shop_id and v.product_id = any(o.product_ids) and v.price > 0
       where o.shop_id = $1 and o.id = any($2::int[]) group by o.id`,
      [shopId, offers.map(({ id }) => id)],
    ),
  );
  const prices = new Map(rows.map((row) => [row.id, row.prices]));
  return offers.map(({ id, name, standing, headline, body, discount, depthsBp, trigger }) => ({
    id,
    name,
    status: standing,
    headline,
    body,
    discount,
    depthsBp,
    trigger,
    prices: prices.get(id) ?? [],
  }));
}
