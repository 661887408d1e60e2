import { inShop } from "../database/pool.server.ts";
import type { CustomerOrder, CustomerOrders } from "./customer-order.ts";

/** A customer's orders, latest first, at most `limit`. All the counted ones add up to the customer's value. */
export async function customerOrders(shopId: number, customerId: string, limit = 250): Promise<CustomerOrders> {
  if (!/^\d{1,18}$/.test(customerId)) return { orders: [], total: 0, giftCards: 0 };
  const rows = await inShop(shopId, (db) => db.rows<OrderRow>(SELECT, [shopId, customerId, limit]));
  return {
    orders: rows.map(({ processedAt, cancelledAt, total, allGiftCards, ...row }) => ({
      ...row,
      processedAt: processedAt.toISOString(),
      cancelledAt: cancelledAt?.toISOString() ?? null,
    })),
    total: rows[0]?.total ?? 0,
    giftCards: rows[0]?.allGiftCards ?? 0,
  };
}

interface OrderRow extends Omit<CustomerOrder, "processedAt" | "cancelledAt"> {
  processedAt: Date;
  cancelledAt: Date | null;
  total: number;
  allGiftCards: number;
}

const SELECT = `
  select o.id, o.name, o.processed_at as "processedAt", o.cancelled_at as "cancelledAt", o.test, c.order_id is not null as counted,
    coalesce(c.lines, 0)::int as lines, coalesce(c.revenue, 0)::float8 as revenue, coalesce(c.gift_cards, 0)::float8 as "giftCards", o.discounts::float8, coalesce(c.refunded, 0)::float8 as refunded,
    coalesce(c.cost, 0)::float8 as cost, coalesce(c.assumed_cost, 0)::float8 as "assumedCost", coalesce(c.fees, 0)::float8 as fees,
    coalesce(c.revenue - c.refunded - c.cost - c.fees, 0)::float8 as profit,
    count(*) over ()::int as total, coalesce(sum(c.gift_cards) over (), 0)::float8 as "allGiftCards"
  from orders o left join order_values c on c.shop_id = o.shop_id and c.order_id = o.id
  where o.shop_id = $1 and o.customer_id = $2
  order by o.processed_at desc, o.id desc
  limit $3`;
