import type { Db } from "../../database/pool.server.ts";
import type { Offer } from "./offer.ts";

/** What an offer has used up of its limits. Minor units. */
export interface OfferTotals {
  readonly orders: number;
  /** of the shop's present day */
  readonly ordersToday: number;
  readonly lost: number;
  readonly given: number;
}

/** Of the limited offers among these, by offer id. */
export async function offerTotals(
  db: Db,
  offers: readonly Offer[],
  { timezone, now }: { timezone: string; now: Date },
): Promise<Map<number, OfferTotals>> {
  const limited = offers
    .filter((offer) => [offer.totalLimit, offer.lossBudget, offer.dailyLimit, offer.discountBudget].some((limit) => limit !== null))
    .map((offer) => offer.id);
  if (limited.length === 0) return new Map();
  const rows = await db.rows<OfferTotals & { offerId: number }>(
    `select offer_id as "offerId", count(distinct order_id) filter (where quantity > 0)::int as orders,
       count(distinct order_id) filter (where quantity > 0 and ordered_at >= date_trunc('day', $4::timestamptz at time zone $3) at time zone $3)::int as "ordersToday",
       coalesce(sum(-profit) filter (where profit < 0), 0)::float8 as lost, coalesce(sum(discount), 0)::float8 as given
     from attributions where shop_id = $1 and offer_id = any($2::int[]) group by offer_id`,
    [db.shopId, limited, timezone, now],
  );
  return new Map(rows.map(({ offerId, ...totals }) => [offerId, totals]));
}
