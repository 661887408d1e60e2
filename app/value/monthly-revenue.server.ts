import { inShop } from "../database/pool.server.ts";
import { countedOrders } from "./counted-orders.sql.ts";
import type { MonthlyRevenue } from "./monthly-revenue.ts";

/** Revenue of the counted orders by calendar month of the shop's time zone, oldest first; months without an order are left out. */
export async function monthlyRevenue(shopId: number): Promise<MonthlyRevenue[]> {
  return inShop(shopId, (db) => db.rows<MonthlyRevenue>(SELECT, [shopId]));
}

const SELECT = `
  with counted as (${countedOrders("")}), dated as (
    select c.revenue, c.customer_id, to_char(c.processed_at at time zone s.timezone, 'YYYY-MM') as month,
      to_char(min(c.processed_at) over (partition by c.customer_id) at time zone s.timezone, 'YYYY-MM') as first_month
    from counted c cross join (select timezone from shops where id = $1) s
  )
  select month, count(*)::int as orders,
    coalesce(sum(revenue) filter (where customer_id is not null and first_month = month), 0)::float8 as "newRevenue",
    coalesce(sum(revenue) filter (where customer_id is not null and first_month < month), 0)::float8 as "returningRevenue",
    coalesce(sum(revenue) filter (where customer_id is null), 0)::float8 as "guestRevenue"
  from dated group by month order by month`;
