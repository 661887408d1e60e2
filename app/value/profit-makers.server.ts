import { inShop } from "../database/pool.server.ts";
import type { LossReason, ProfitMakers, ProfitRow } from "./profit-makers.ts";

const LIMIT = 10;
const MOST = 250;

/**
 * The customers who bring most and those who cost, with the reason: of returns, discounts, cost and fees the one that took most beyond
 * the store's average share of the goods' price before discounts (revenue + discounts). Who brought nothing and cost nothing is neither.
 */
export async function profitMakersAndLosers(shopId: number, { limit = LIMIT }: { readonly limit?: number } = {}): Promise<ProfitMakers> {
  const count = Math.min(Math.max(Math.trunc(limit) || LIMIT, 1), MOST);
  return inShop(shopId, async (db) => {
    const rows = await db.rows<Row>(
      `select * from (
         select *, row_number() over (partition by losing order by abs(profit) desc, customer_id) as place from (${REASONED}) r
       ) ranked where place <= $2 order by losing, place`,
      [shopId, count],
    );
    const sums = await db.rows<{ losing: boolean; reason: LossReason | null; customers: number; profit: number }>(
      `select losing, reason, count(*)::int as customers, sum(profit)::float8 as profit from (${REASONED}) r group by losing, reason order by sum(profit)`,
      [shopId],
    );
    const shop = await db.row<{ currency: string; assumed: number; onlyGiftCards: number }>(
      `select currency, (${ONLY_GIFT_CARDS}) as "onlyGiftCards", (select coalesce(sum(assumed_cost)::float8 / nullif(sum(cost), 0), 0)::float8 from customer_values where shop_id = $1) as assumed from shops where id = $1`,
      [shopId],
    );
    const totals = (losing: boolean) =>
      sums
        .filter((sum) => sum.losing === losing)
        .reduce((total, sum) => ({ customers: total.customers + sum.customers, profit: total.profit + sum.profit }), {
          customers: 0,
          profit: 0,
        });
    return {
      currency: shop?.currency ?? "",
      makers: rows.filter((row) => !row.losing).map(profitRow),
      losers: rows.filter((row) => row.losing).map(profitRow),
      profitable: totals(false),
      losing: totals(true),
      onlyGiftCards: shop?.onlyGiftCards ?? 0,
      byReason: sums.flatMap(({ reason, customers, profit }) => (reason ? [{ reason, customers, profit }] : [])),
      assumedCostShare: shop?.assumed ?? 0,
    };
  });
}

interface Row extends Omit<ProfitRow, "customerId"> {
  customer_id: string;
  losing: boolean;
}

function profitRow({ customer_id, orders, gross, discounts, refunded, cost, fees, profit, reason, reasonAmount }: Row): ProfitRow {
  return { customerId: customer_id, orders, gross, discounts, refunded, cost, fees, profit, reason, reasonAmount };
}

const REASONED = `
  select customer_id, orders, revenue::float8 as gross, discounts::float8, refunded::float8, cost::float8, fees::float8, profit::float8, profit < 0 as losing,
    case when profit < 0 then case greatest(by_returns, by_discounts, by_cost, by_fees)
      when by_returns then 'returns' when by_discounts then 'discounts' when by_cost then 'cost' else 'fees' end end as reason,
    case when profit < 0 then greatest(by_returns, by_discounts, by_cost, by_fees) end as "reasonAmount"
  from (
    select v.*, v.refunded - price * s.refunded as by_returns, v.discounts - price * s.discounts as by_discounts, v.cost - price * s.cost as by_cost,
      v.fees - price * s.fees as by_fees
    from (select *, (revenue + discounts)::float8 as price from customer_values where shop_id = $1) v
    cross join (
      select sum(refunded) / all_prices as refunded, sum(discounts) / all_prices as discounts, sum(cost) / all_prices as cost, sum(fees) / all_prices as fees
      from (select *, greatest(sum(revenue + discounts) over (), 1)::float8 as all_prices from customer_values where shop_id = $1) p group by all_prices
    ) s
  ) shared where profit <> 0`;

const ONLY_GIFT_CARDS = `
  select count(*)::int from customer_values v where v.shop_id = $1 and v.revenue = 0 and v.profit = 0
    and exists (select from order_values o where o.shop_id = $1 and o.customer_id = v.customer_id and o.gift_cards > 0)`;
