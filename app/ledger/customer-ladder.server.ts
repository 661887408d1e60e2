import { inShop } from "../database/pool.server.ts";
import { countedOrders } from "../value/counted-orders.sql.ts";
import type { CustomerLadder } from "./customer-ladder.ts";

interface AcceptedRow {
  stage: string | null;
  offerId: number;
  offerName: string | null;
  orderId: string;
  orderedAt: Date;
  revenue: number;
  profit: number;
}

/** How far a customer has come on the ladder of offers: what was accepted, whether anything was bought without an offer, and on a later day. */
export async function customerLadder(shopId: number, customerId: string): Promise<CustomerLadder> {
  if (!/^\d{1,18}$/.test(customerId)) return { accepted: [], orders: 0, reached: [] };
  return inShop(shopId, async (db) => {
    const rows = await db.rows<AcceptedRow>(
      `select o.stage, a.offer_id as "offerId", o.name as "offerName", a.order_id as "orderId", a.ordered_at as "orderedAt", sum(a.revenue)::float8 as revenue,
         sum(a.profit)::float8 as profit
       from attributions a left join offers o on o.shop_id = a.shop_id and o.id = a.offer_id
       where a.shop_id = $1 and a.customer_id = $2 and a.quantity > 0
       group by o.stage, a.offer_id, o.name, a.order_id, a.ordered_at order by a.ordered_at, a.order_id, a.offer_id`,
      [shopId, customerId],
    );
    const bought = await db.row<{ orders: number; days: number; core: boolean }>(
      `select count(*)::int as orders, count(distinct (c.processed_at at time zone s.timezone)::date)::int as days, coalesce(bool_or(exists (
         select from order_lines l where l.shop_id = $1 and l.order_id = c.id and not l.is_gift_card and l.current_quantity > 0
           and not exists (select from attributions a where a.shop_id = $1 and a.order_id = l.order_id and a.line_id = l.id))), false) as core
       from shops s join (${countedOrders("and o.customer_id = $2")}) c on true where s.id = $1`,
      [shopId, customerId],
    );
    const stages = new Set(rows.map((row) => row.stage));
    const orders = bought?.orders ?? 0;
    const reached = [
      ...(stages.has("tripwire") ? (["tripwire"] as const) : []),
      ...(bought?.core ? (["core"] as const) : []),
      ...(stages.has("profit_maximizer") ? (["profit_maximizer"] as const) : []),
      ...((bought?.days ?? 0) > 1 ? (["return"] as const) : []),
    ];
    return {
      accepted: rows.map((row) => ({
        ...row,
        stage: row.stage ?? "",
        offerName: row.offerName ?? "",
        orderedAt: row.orderedAt.toISOString(),
      })),
      orders,
      reached,
    };
  });
}
