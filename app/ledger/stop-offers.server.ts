import type { Db } from "../database/pool.server.ts";
import { reachedToday } from "../funnel/offers/daily-limit.sql.ts";
import { enqueuePublish, pauseWithin } from "../funnel/offers/offer-status.server.ts";
import { ACCEPTED_LINES } from "./attribution-sql.ts";

export type StopReason = "token_replay" | "loss_budget_spent" | "budget_spent" | "total_limit_reached";

export interface StoppedOffer {
  readonly offerId: number;
  readonly reason: StopReason;
}

/** So many orders of a day may carry decisions of an offer that other orders have used already: a shopper's second device, not a shared link. */
const REPLAYS_BORNE = 3;

/**
 * Stops the live offers whose losses, discounts or orders have reached what they may, or whose tokens are used again and again. One
 * that has had the orders of a day goes on tomorrow, and until then Shopify gives it to nobody.
 */
export async function stopOffers(db: Db, { replaysSeen }: { readonly replaysSeen: boolean }): Promise<StoppedOffer[]> {
  const stopped = [...(replaysSeen ? await replayed(db) : []), ...(await spent(db))];
  const first = stopped.filter(({ offerId }, index) => stopped.findIndex((other) => other.offerId === offerId) === index);
  for (const { offerId, reason } of first) await pauseWithin(db, offerId, reason === "total_limit_reached" ? "ended" : "paused", reason);
  if (await dayHasChanged(db)) await enqueuePublish(db);
  return first;
}

/** Whether a day's limit was reached, or left again by a cancelled order, since Shopify was told. */
async function dayHasChanged(db: Db): Promise<boolean> {
  const row = await db.row(
    `select 1 from offers o join shops s on s.id = o.shop_id
     where o.shop_id = $1 and o.status = 'live' and ${reachedToday("now()")} is distinct from case when o.daily_limit is not null then exists (
       select from publications p cross join jsonb_array_elements(p.configuration->'offers') told
       where p.shop_id = $1 and (told->>'id')::int = o.id and told->>'from' > to_char(now() at time zone s.timezone, 'YYYY-MM-DD')) end limit 1`,
    [db.shopId],
  );
  return row !== null;
}

/** Orders before the offer was last changed or published do not count: the merchant knows of them. */
async function replayed(db: Db): Promise<StoppedOffer[]> {
  const recent = await db.rows<{ id: string }>(
    `select o.id from orders o where o.shop_id = $1 and o.processed_at > now() - interval '24 hours'
       and exists (select from order_lines l where l.shop_id = $1 and l.order_id = o.id and l.decision_id is not null)`,
    [db.shopId],
  );
  const rows = await db.rows<{ offerId: number }>(
    `${ACCEPTED_LINES}
     select o.id as "offerId" from accepted a join offers o on o.shop_id = $1 and o.id = a.offer_id
     where a.fault = 'replayed' and o.status = 'live' and a.ordered_at > o.updated_at
     group by o.id having count(distinct a.order_id) > $3 order by o.id`,
    [db.shopId, recent.map((row) => row.id), REPLAYS_BORNE],
  );
  return rows.map(({ offerId }) => ({ offerId, reason: "token_replay" }));
}

async function spent(db: Db): Promise<StoppedOffer[]> {
  return db.rows<StoppedOffer>(
    `with earned as (
       select o.id, o.loss_budget, o.discount_budget, o.total_limit, sum(greatest(-a.profit, 0)) as lost, sum(a.discount) as given,
         count(distinct a.order_id) filter (where a.quantity > 0) as orders
       from offers o join attributions a on a.shop_id = $1 and a.offer_id = o.id
       where o.shop_id = $1 and o.status = 'live' and (o.loss_budget is not null or o.discount_budget is not null or o.total_limit is not null)
       group by o.id, o.loss_budget, o.discount_budget, o.total_limit
     ), judged as (
       select id, case
         when lost > 0 and lost >= loss_budget then 'loss_budget_spent'
         when given >= discount_budget then 'budget_spent'
         when orders >= total_limit then 'total_limit_reached'
       end as reason
       from earned
     )
     select id as "offerId", reason from judged where reason is not null order by id`,
    [db.shopId],
  );
}
