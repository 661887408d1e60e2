import { inShop } from "../database/pool.server.ts";
import type { ClvOverTime } from "./clv-over-time.ts";
import { dayNumber, dayText } from "./day-text.ts";
import { allModels, modelDetail } from "./fit/value-models.server.ts";
import { inEveryBase, perOne } from "./in-every-base.ts";

const WEEKS = 52;
const MOST_WEEKS = 260;

/**
 * Weeks that end with the day the forecast begins after (without a forecast, the last order's day); what came later is in none. Historic values are as the orders are
 * known today, so later refunds lower the week of their order; predicted ones are by today's parameters from what was known then.
 */
export async function clvOverTime(shopId: number, { weeks = WEEKS }: { readonly weeks?: number } = {}): Promise<ClvOverTime> {
  const count = Math.min(Math.max(Math.trunc(weeks) || WEEKS, 1), MOST_WEEKS);
  return inShop(shopId, async (db) => {
    const shop = await db.row<{ currency: string; last: string | null }>(
      `select currency, (select to_char(max(day), 'YYYY-MM-DD') from order_values where shop_id = s.id) as last
       from shops s where id = $1`,
      [shopId],
    );
    const models = await allModels(db);
    const latest = models.at(-1);
    const detail = latest ? await modelDetail(db, latest.version) : null;
    const end = latest?.forecast.asOf ?? shop?.last;
    const fits = models.map(({ version, fittedAt, model, forecast }) => ({
      version,
      day: fittedAt.slice(0, 10),
      model: model.name,
      clvPerCustomer: inEveryBase(forecast.clv.mean / forecast.customers, forecast.perNet),
    }));
    if (!end) return { currency: shop?.currency ?? "", weeks: [], fits };
    const rows = await db.rows<{ week: number; customers: number; gross: number; net: number; profit: number }>(HISTORIC, [
      shopId,
      end,
      count,
    ]);
    return {
      currency: shop?.currency ?? "",
      // The oldest row holds all that came before the weeks asked for.
      weeks: rows
        .filter(({ week, customers }) => week < count && customers > 0)
        .map(({ week, customers, gross, net, profit }) => {
          const day = dayText(dayNumber(end) - 7 * week);
          // The fit may be some days older than the ranked list; its weeks then end as many days earlier.
          const past = detail?.pastWeeks.find((each) => each.day <= day && each.day > dayText(dayNumber(day) - 7));
          return {
            day,
            customers,
            historicPerCustomer: perOne({ profit, net, gross }, customers),
            predictedPerCustomer: past && latest ? inEveryBase(past.clv / past.customers, latest.forecast.perNet) : null,
            orderAgain: past?.orderAgain ?? null,
          };
        }),
      fits,
    };
  });
}

const HISTORIC = `
  with weekly as (
    select least($3::int, ($2::date - o.day) / 7) as week, o.* from order_values o
    where o.shop_id = $1 and o.customer_id is not null and o.day <= $2::date
  ), firsts as (
    select week, count(*) as customers from (select max(week) as week from weekly group by customer_id) f group by week
  ), sums as (
    select week, sum(revenue) as gross, sum(revenue - refunded) as net, sum(revenue - refunded - cost - fees) as profit from weekly group by week
  )
  select w.week, coalesce(sum(f.customers) over later, 0)::int as customers, coalesce(sum(s.gross) over later, 0)::float8 as gross,
    coalesce(sum(s.net) over later, 0)::float8 as net, coalesce(sum(s.profit) over later, 0)::float8 as profit
  from generate_series(0, $3::int) w (week) left join firsts f using (week) left join sums s using (week)
  window later as (order by w.week desc)
  order by w.week desc`;
