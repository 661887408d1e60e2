import { inShop } from "../database/pool.server.ts";
import type { MonthlyRevenue } from "./monthly-revenue.ts";

/** Revenue of the counted orders by calendar month of the shop's time zone, oldest first; months without an order are left out. */
export async function monthlyRevenue(shopId: number): Promise<MonthlyRevenue[]> {
  return inShop(shopId, (db) => db.rows<MonthlyRevenue>(SELECT, [shopId]));
}

const SELECT = `
  with dated as (
    select revenue, customer_id, date_trunc('month', day) as month, date_trunc('month', min(day) over (partition by customer_id)) as first_month
    from order_values where shop_id = $1
  )
  select to_char(month, 'YYYY-MM') as month, count(*)::int as orders,
    coalesce(sum(revenue) filter (where customer_id is not null and first_month = month), 0)::float8 as "newRevenue",
    coalesce(sum(revenue) filter (where customer_id is not null and first_month < month), 0)::float8 as "returningRevenue",
    coalesce(sum(revenue) filter (where customer_id is null), 0)::float8 as "guestRevenue"
  from dated group by month order by month`;
