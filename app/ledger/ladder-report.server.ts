import { inShop } from "../database/pool.server.ts";
import { earnedLines } from "./earned-lines.sql.ts";
import { LADDER_STAGES, type LadderReport, type LadderRow } from "./ladder-report.ts";
import type { LedgerPeriod } from "./ledger-period.ts";

const NOTHING = { orders: 0, sold: 0, refunded: 0, cost: 0, fees: 0, profit: 0, discount: 0 };

/** The period's profit by stage of the ladder; the stages add up to the profit of all counted orders, to the minor unit. */
export function ladderReport(shopId: number, period: LedgerPeriod): Promise<LadderReport> {
  return inShop(shopId, async (db) => {
    const rows = await db.rows<LadderRow & { assumed: number }>(LADDER, [shopId, period.from, period.to]);
    const shop = await db.row<{ currency: string }>("select currency from shops where id = $1", [shopId]);
    const whole = rows.find((row) => (row.stage as string) === "total");
    const of = (row: (LadderRow & { assumed: number }) | undefined) => {
      const { orders, sold, refunded, cost, fees, profit, discount } = row ?? NOTHING;
      return { orders, sold, refunded, cost, fees, profit, discount };
    };
    return {
      currency: shop?.currency ?? "",
      rows: LADDER_STAGES.flatMap((stage) => {
        const row = rows.find((one) => one.stage === stage);
        return stage === "deleted" && !row ? [] : [{ stage, ...of(row) }];
      }),
      total: of(whole),
      assumedCostShare: whole && whole.cost > 0 ? whole.assumed / whole.cost : 0,
    };
  });
}

const LADDER = `
  with counted as materialized (
    select * from order_values where shop_id = $1 and ($2::timestamptz is null or processed_at >= $2) and ($3::timestamptz is null or processed_at < $3)
  ), earned as materialized (
    select e.* from (${earnedLines()}) e where exists (select from counted c where c.order_id = e.order_id)
  ), taken as (
    select order_id, count(*) as lines, sum(sold) as sold, sum(refunded) as refunded, sum(cost) as cost, sum(fees) as fees, sum(discount_as_ordered) as discount
    from earned group by order_id
  ), part as (
    select case when c.day > (v.first_order_at at time zone s.timezone)::date then 'return' else 'core' end as stage, case when c.lines > coalesce(t.lines, 0) then c.order_id end as order_id,
      c.revenue - coalesce(t.sold, 0) as sold, c.refunded - coalesce(t.refunded, 0) as refunded, c.cost - coalesce(t.cost, 0) as cost,
      c.fees - coalesce(t.fees, 0) as fees, c.discounts - coalesce(t.discount, 0) as discount, 0::bigint as assumed
    from shops s cross join counted c left join taken t on t.order_id = c.order_id left join customer_values v on v.shop_id = $1 and v.customer_id = c.customer_id
    where s.id = $1
    union all select stage, case when quantity > 0 then order_id end, sold, refunded, cost, fees, discount, 0 from earned
    union all select 'total', order_id, revenue, refunded, cost, fees, discounts, assumed_cost from counted
  )
  select stage, count(distinct order_id)::int as orders, sum(sold)::float8 as sold, sum(refunded)::float8 as refunded, sum(cost)::float8 as cost,
    sum(fees)::float8 as fees, sum(sold - refunded - cost - fees)::float8 as profit, sum(discount)::float8 as discount, sum(assumed)::float8 as assumed
  from part group by stage`;
