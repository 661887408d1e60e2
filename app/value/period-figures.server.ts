import type { Db } from "../database/pool.server.ts";
import type { Amounts } from "./amounts.ts";
import { perOne } from "./in-every-base.ts";
import type { PeriodFigures } from "./period-figures.ts";
import type { Period } from "./store-value.server.ts";

interface Sums {
  orders: number;
  guest_orders: number;
  customers: number;
  new_customers: number;
  gross: number;
  net: number;
  profit: number;
  identified_gross: number;
  identified_net: number;
  identified_profit: number;
  cost: number;
  assumed_cost: number;
}

/** Figures of one period, from the orders counted. Sums are exact. */
export async function periodFigures(db: Db, period: Period): Promise<{ figures: PeriodFigures; assumedCostShare: number }> {
  const from = period.from ?? null;
  const to = period.to ?? null;
  const sums = (await db.row<Sums>(SUMS, [db.shopId, from, to])) as Sums;
  const total: Amounts = { profit: sums.profit, net: sums.net, gross: sums.gross };
  const identified: Amounts = { profit: sums.identified_profit, net: sums.identified_net, gross: sums.identified_gross };
  const identifiedOrders = sums.orders - sums.guest_orders;
  const figures: PeriodFigures = {
    from,
    to,
    orders: sums.orders,
    guestOrders: sums.guest_orders,
    identifiedOrders,
    customers: sums.customers,
    newCustomers: sums.new_customers,
    total,
    identified,
    aov: perOne(identified, identifiedOrders),
    storeAov: perOne(total, sums.orders),
    apf: sums.customers > 0 ? identifiedOrders / sums.customers : null,
    customerValue: perOne(identified, sums.customers),
  };
  return { figures, assumedCostShare: sums.cost === 0 ? 0 : sums.assumed_cost / sums.cost };
}

const SUMS = `
  with each as (
    select customer_id, count(*) as orders, sum(revenue) as gross, sum(revenue - refunded) as net, sum(revenue - refunded - cost - fees) as profit,
      sum(cost) as cost, sum(assumed_cost) as assumed_cost, min(processed_at) as first_at
    from order_values
    where shop_id = $1 and ($2::timestamptz is null or processed_at >= $2) and ($3::timestamptz is null or processed_at < $3) group by customer_id
  )
  select coalesce(sum(e.orders), 0)::int as orders, coalesce(sum(e.orders) filter (where e.customer_id is null), 0)::int as guest_orders,
    count(e.customer_id)::int as customers, count(*) filter (where v.first_order_at = e.first_at)::int as new_customers,
    coalesce(sum(gross), 0)::float8 as gross, coalesce(sum(net), 0)::float8 as net, coalesce(sum(e.profit), 0)::float8 as profit,
    coalesce(sum(gross) filter (where e.customer_id is not null), 0)::float8 as identified_gross,
    coalesce(sum(net) filter (where e.customer_id is not null), 0)::float8 as identified_net,
    coalesce(sum(e.profit) filter (where e.customer_id is not null), 0)::float8 as identified_profit,
    coalesce(sum(e.cost), 0)::float8 as cost, coalesce(sum(e.assumed_cost), 0)::float8 as assumed_cost
  from each e left join customer_values v on v.shop_id = $1 and v.customer_id = e.customer_id`;
