import { type Db, inShop } from "../database/pool.server.ts";
import { pauseWithin } from "../funnel/offer-status.server.ts";
import { log } from "../log.server.ts";
import { ACCEPTED_LINES } from "./attribution-sql.ts";

export interface AttributionReport {
  readonly attributed: number;
  /** lines that named a decision and were not attributed, by reason */
  readonly ignored: Readonly<Record<string, number>>;
  /** offers stopped because of what the orders brought to light */
  readonly stopped: readonly { readonly offerId: number; readonly reason: "loss_budget_spent" | "total_limit_reached" }[];
}

/**
 * Brings the ledger in line with these orders as they are now: what was attributed before is taken back and
 * stated anew, so that refunds, edits, cancellations and deletions need no care of their own.
 */
export async function attributeOrders(shopId: number, orderIds: readonly string[]): Promise<AttributionReport> {
  if (orderIds.length === 0) return { attributed: 0, ignored: {}, stopped: [] };
  return inShop(shopId, async (db) => {
    // one writer a shop: two jobs with a common order must not both insert its lines
    await db.run("select pg_advisory_xact_lock($1, 7301)", [shopId]);
    await db.run("delete from attributions where shop_id = $1 and order_id = any($2::bigint[])", [shopId, orderIds]);
    const row = await db.row<{ attributed: number; ignored: Record<string, number> }>(
      `${ACCEPTED_LINES}, added as (
         insert into attributions (shop_id, order_id, line_id, decision_id, offer_id, customer_id, ordered_at, quantity, revenue, discount, cost, fees, profit)
         select $1, order_id, line_id, decision_id, offer_id, customer_id, ordered_at, quantity, revenue, discount, cost, fees, revenue - cost - fees
         from accepted where fault is null returning 1
       )
       select (select count(*)::int from added) as attributed,
         coalesce((select json_object_agg(fault, n) from (select fault, count(*)::int as n from accepted where fault is not null group by fault) f), '{}') as ignored`,
      [shopId, orderIds],
    );
    const report = { attributed: row?.attributed ?? 0, ignored: row?.ignored ?? {}, stopped: await stopSpentOffers(db) };
    if (Object.keys(report.ignored).length > 0)
      log.warn({ shopId, ignored: report.ignored }, "order lines named decisions they do not answer");
    return report;
  });
}

/** States the whole ledger anew; equals what order after order led to. */
export async function rebuildAttributions(shopId: number): Promise<AttributionReport> {
  const ids = await inShop(shopId, (db) =>
    db.rows<{ id: string }>(
      `select distinct order_id as id from order_lines where shop_id = $1 and decision_id is not null
       union select distinct order_id from attributions where shop_id = $1`,
      [shopId],
    ),
  );
  return attributeOrders(
    shopId,
    ids.map((row) => row.id),
  );
}

async function stopSpentOffers(db: Db): Promise<AttributionReport["stopped"]> {
  const spent = await db.rows<{ id: number; over_budget: boolean }>(
    `select o.id, o.loss_budget is not null and coalesce(sum(-a.profit) filter (where a.profit < 0), 0) > 0
         and coalesce(sum(-a.profit) filter (where a.profit < 0), 0) >= o.loss_budget as over_budget
     from offers o join attributions a on a.shop_id = o.shop_id and a.offer_id = o.id
     where o.shop_id = $1 and o.status = 'live' and (o.loss_budget is not null or o.total_limit is not null)
     group by o.shop_id, o.id, o.loss_budget, o.total_limit
     having (o.loss_budget is not null and coalesce(sum(-a.profit) filter (where a.profit < 0), 0) > 0 and coalesce(sum(-a.profit) filter (where a.profit < 0), 0) >= o.loss_budget)
       or count(distinct a.order_id) filter (where a.quantity > 0) >= o.total_limit`,
    [db.shopId],
  );
  const stopped: { offerId: number; reason: "loss_budget_spent" | "total_limit_reached" }[] = [];
  for (const offer of spent) {
    const reason = offer.over_budget ? "loss_budget_spent" : "total_limit_reached";
    await pauseWithin(db, offer.id, offer.over_budget ? "paused" : "ended", reason);
    stopped.push({ offerId: offer.id, reason });
  }
  return stopped;
}
