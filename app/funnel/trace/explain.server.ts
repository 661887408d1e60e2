import { type Db, inShop } from "../../database/pool.server.ts";
import { explainDecisions } from "./explain-decisions.server.ts";
import type { ExplainedDecision, OfferOutcomes } from "./explained-decision.ts";

export interface ExplainedOrder {
  readonly order: {
    readonly id: string;
    readonly name: string;
    readonly processedAt: string;
    readonly customerId: string | null;
    /** whether its cart told which visitor it was of */
    readonly visitor: boolean;
    /** lines that an offer added */
    readonly offerLines: number;
  };
  readonly decisions: readonly ExplainedDecision[];
}

const MOST = 50;
/** A cart is decided about before it is paid; a clock may be a little off. */
const BEFORE_ORDER = "interval '24 hours'";
const AFTER_ORDER = "interval '10 minutes'";
/** Decisions have no index by customer, so only late ones are looked through. */
const CUSTOMER_DAYS = 30;
const MOST_LOOKED_THROUGH = 200_000;
/** As many of the latest decisions say why an offer is shown or not. */
const OUTCOMES_OF = 2_000;

/** The decisions behind an order: those its lines answer, and those its visitor or customer met in the day before. By name or number. */
export function explainOrder(shopId: number, text: string): Promise<ExplainedOrder | null> {
  return inShop(shopId, async (db) => {
    const order = await findOrder(db, text.trim());
    if (!order) return null;
    const ids = await db.rows<{ id: string }>(
      `select id from (
         select d.id, d.created_at from decisions d
         where d.shop_id = $1 and d.id in (select decision_id from order_lines where shop_id = $1 and order_id = $2 and decision_id is not null)
         union
         (select id, created_at from decisions
          where shop_id = $1 and visitor = $3 and created_at between $4::timestamptz - ${BEFORE_ORDER} and $4::timestamptz + ${AFTER_ORDER}
          order by created_at desc limit ${MOST})
         union
         (select id, created_at from decisions
          where shop_id = $1 and customer_id = $5::bigint and created_at between $4::timestamptz - ${BEFORE_ORDER} and $4::timestamptz + ${AFTER_ORDER}
          order by created_at desc limit ${MOST})
       ) found order by created_at desc limit ${MOST}`,
      [shopId, order.id, order.visitor, order.processed_at, order.customer_id],
    );
    const decisions = await explainDecisions(
      db,
      ids.map((row) => row.id),
      order.id,
    );
    return {
      order: {
        id: order.id,
        name: order.name,
        processedAt: order.processed_at.toISOString(),
        customerId: order.customer_id,
        visitor: order.visitor !== null,
        offerLines: order.offer_lines,
      },
      decisions,
    };
  });
}

interface OrderRow {
  id: string;
  name: string;
  processed_at: Date;
  customer_id: string | null;
  visitor: string | null;
  offer_lines: number;
}

/** "#1001" and "1001" name an order; a number may be Shopify's own too. The newest of those that fit. */
function findOrder(db: Db, text: string): Promise<OrderRow | null> {
  const bare = text.replace(/^#/, "");
  return db.row<OrderRow>(
    `select o.id::text as id, o.name, o.processed_at, o.customer_id::text as customer_id, o.visitor,
       (select count(*)::int from order_lines l where l.shop_id = o.shop_id and l.order_id = o.id and l.offer_id is not null) as offer_lines
     from orders o where o.shop_id = $1 and (o.name = any($2) or o.id = $3::bigint) order by o.processed_at desc limit 1`,
    [db.shopId, [text, bare, `#${bare}`], /^\d{1,18}$/.test(bare) ? bare : null],
  );
}

/** The latest decisions about a customer: made while they were signed in, or in a browser that they have ordered from. */
export function explainCustomer(shopId: number, customerId: string, now: Date): Promise<ExplainedDecision[]> {
  if (!/^[1-9]\d{0,17}$/.test(customerId)) return Promise.resolve([]);
  return inShop(shopId, async (db) => {
    const ids = await db.rows<{ id: string }>(
      `select id from (
         (select id, created_at from decisions
          where shop_id = $1 and visitor in (select visitor from orders where shop_id = $1 and customer_id = $2::bigint and visitor is not null)
          order by created_at desc limit ${MOST})
         union
         (select id, created_at from (
            select id, created_at, customer_id from decisions where shop_id = $1 and created_at > $3::timestamptz - interval '${CUSTOMER_DAYS} days'
            order by created_at desc limit ${MOST_LOOKED_THROUGH}
          ) late where customer_id = $2::bigint order by created_at desc limit ${MOST})
       ) found order by created_at desc limit ${MOST}`,
      [shopId, customerId, now],
    );
    return explainDecisions(
      db,
      ids.map((row) => row.id),
    );
  });
}

/** The latest decisions about a visitor, by the value that stands in the attributes of their cart and orders. */
export function explainVisitor(shopId: number, visitor: string): Promise<ExplainedDecision[]> {
  return inShop(shopId, async (db) => {
    const ids = await db.rows<{ id: string }>(
      `select id from decisions where shop_id = $1 and visitor = $2 order by created_at desc limit ${MOST}`,
      [shopId, visitor],
    );
    return explainDecisions(
      db,
      ids.map((row) => row.id),
    );
  });
}

/** The latest decisions that chose an offer, shown or withheld. */
export function explainOffer(shopId: number, offerId: number): Promise<ExplainedDecision[]> {
  return inShop(shopId, async (db) => {
    const ids = await db.rows<{ id: string }>(
      "select id from decisions where shop_id = $1 and offer_id = $2 order by created_at desc limit 20",
      [shopId, offerId],
    );
    return explainDecisions(
      db,
      ids.map((row) => row.id),
    );
  });
}

/** What became of an offer in the latest decisions at its places: shown, withheld, or the reason why not. */
export function offerOutcomes(shopId: number, offerId: number): Promise<OfferOutcomes> {
  return inShop(shopId, async (db) => {
    const rows = await db.rows<{ outcome: string; count: number; since: Date }>(
      `with latest as (
         select d.offer_id, d.ghost, d.candidates, d.created_at from decisions d
         join offers o on o.shop_id = d.shop_id and o.id = $2
         where d.shop_id = $1 and d.placement = any(o.placements) order by d.created_at desc limit ${OUTCOMES_OF}
       )
       select case when offer_id = $2 and not ghost then 'shown' when offer_id = $2 then 'holdout'
                   when mine is null then 'not_weighed' when mine->>'reason' is not null then mine->>'reason'
                   when (mine->>'weight')::float8 = 0 then 'earns_less' else 'other_chosen' end as outcome,
         count(*)::int as count, min(min(created_at)) over () as since
       from latest left join lateral (
         select c.value as mine from jsonb_array_elements(candidates) with ordinality c where (c.value->>'offerId')::int = $2 order by c.ordinality limit 1
       ) own on true
       group by 1 order by 2 desc, 1`,
      [shopId, offerId],
    );
    return {
      decisions: rows.reduce((sum, row) => sum + row.count, 0),
      since: rows[0]?.since.toISOString() ?? null,
      outcomes: rows.map(({ outcome, count }) => ({ outcome, count })),
    };
  });
}
