import { inShop } from "../database/pool.server.ts";
import { log } from "../log.server.ts";
import { ACCEPTED_LINES, SHARING_ORDERS } from "./attribution-sql.ts";
import { type StoppedOffer, stopOffers } from "./stop-offers.server.ts";

export interface AttributionReport {
  readonly attributed: number;
  /** lines that named a decision and were not attributed, by reason */
  readonly ignored: Readonly<Record<string, number>>;
  /** offers stopped because of what the orders brought to light */
  readonly stopped: readonly StoppedOffer[];
}

/**
 * Brings the ledger in line with these orders as they are now: what was attributed before is taken back and
 * stated anew, so that refunds, edits, cancellations and deletions need no care of their own. Orders that share a
 * decision with them are restated too: which of them it answers may have changed.
 */
export async function attributeOrders(shopId: number, orderIds: readonly string[]): Promise<AttributionReport> {
  if (orderIds.length === 0) return { attributed: 0, ignored: {}, stopped: [] };
  return inShop(shopId, async (db) => {
    // one writer a shop: two jobs with a common order must not both insert its lines
    await db.run("select pg_advisory_xact_lock($1, 7301)", [shopId]);
    const ids = (await db.rows<{ id: string }>(SHARING_ORDERS, [shopId, orderIds])).map((row) => row.id);
    await db.run("delete from attributions where shop_id = $1 and order_id = any($2::bigint[])", [shopId, ids]);
    const row = await db.row<{ attributed: number; ignored: Record<string, number> }>(
      `${ACCEPTED_LINES}, added as (
         insert into attributions (shop_id, order_id, line_id, decision_id, offer_id, customer_id, ordered_at, quantity, revenue, discount, cost, fees, profit)
         select $1, order_id, line_id, decision_id, offer_id, customer_id, ordered_at, quantity, revenue, discount, cost, fees, revenue - cost - fees
         from accepted where fault is null returning 1
       )
       select (select count(*)::int from added) as attributed,
         coalesce((select json_object_agg(fault, n) from (select fault, count(*)::int as n from accepted where fault is not null group by fault) f), '{}') as ignored`,
      [shopId, ids],
    );
    const ignored = row?.ignored ?? {};
    if (Object.keys(ignored).length > 0) log.warn({ shopId, ignored }, "order lines named decisions they do not answer");
    return { attributed: row?.attributed ?? 0, ignored, stopped: await stopOffers(db, { replaysSeen: "replayed" in ignored }) };
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
