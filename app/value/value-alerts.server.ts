import { type Db, inShop } from "../database/pool.server.ts";
import { dayText } from "./day-text.ts";
import { observe } from "./fit/observation.server.ts";
import { latestModel, modelDetail } from "./fit/value-models.server.ts";
import { type SampleMean, shareOf, twoSidedP } from "./two-sided-p.ts";
import type { AlertKind, Play, ValueAlert } from "./value-alert.ts";

const WINDOW = 90;
/** With history enough the same season is compared. */
const YEAR = 365;
/** Several things are looked at, so each must be surer than the usual 5 %. */
const MOST_P = 0.01;
const LEAST_CHANGE = 0.05;
/** Where the orders begin in the middle, most who are first seen in so many days were customers before. */
const OLD_CUSTOMERS_DAYS = 90;
const LEAST_COUNT = 30;
const MISSED_BY = 0.25;

/**
 * What fell for sure: the last 90 days against the same days a year ago, or, in shops too young for that, against the 90 days before.
 * Customers won in the 90 days before those are told by what they did in their first 90 days.
 */
export async function valueAlerts(shopId: number, now: Date = new Date()): Promise<ValueAlert[]> {
  return inShop(shopId, async (db) => {
    const observation = await observe(db, now);
    if (!observation) return [];
    const alerts: ValueAlert[] = [];
    const missed = await forecastMissed(db);
    if (missed) alerts.push(missed);
    const first = await db.row<{ day: number | null }>(
      "select min(first_day) - date '1970-01-01' as day from customer_values where shop_id = $1",
      [shopId],
    );
    const history = observation.asOf - (first?.day ?? observation.asOf) + 1;
    const won = history - (observation.beginsInTheMiddle ? OLD_CUSTOMERS_DAYS : 0);
    const apart = won >= YEAR + 2 * WINDOW ? YEAR : WINDOW;
    if (history < apart + 2 * WINDOW) return alerts;
    const end = observation.asOf;
    const rows = await db.rows<WindowRow>(WINDOWS, [shopId, [end, end - apart], WINDOW]);
    const [present, past] = [rows.find((row) => row.until === end), rows.find((row) => row.until === end - apart)];
    if (!present || !past) return alerts;
    const compare = comparer(apart, end);
    const returned = (row: WindowRow) => shareOf(row.returned, row.won);
    const worth = (row: WindowRow): SampleMean => ({ mean: row.worth, variance: row.worth_variance, count: row.won });
    const basket = (row: WindowRow): SampleMean => ({ mean: row.aov, variance: row.aov_variance, count: row.orders });
    const refunded = (row: WindowRow) => shareOf(row.refunded_orders, row.orders);
    if (won >= apart + 2 * WINDOW)
      alerts.push(
        ...compare("retention_falling", "win_back", "share", returned(past), returned(present), WINDOW, "falls"),
        ...compare("new_customer_value_falling", "second_order", "money", worth(past), worth(present), WINDOW, "falls"),
      );
    alerts.push(
      ...compare("aov_falling", "profit_maximizer", "money", basket(past), basket(present), 0, "falls"),
      ...compare("refunds_rising", "check_products", "share", refunded(past), refunded(present), 0, "rises"),
    );
    return alerts;
  });
}

function comparer(apart: number, end: number) {
  return (
    kind: AlertKind,
    play: Play,
    unit: "share" | "money",
    before: SampleMean,
    now: SampleMean,
    /** days that the window lies before the end */
    back: number,
    way: "falls" | "rises",
  ): ValueAlert[] => {
    if (before.count < LEAST_COUNT || now.count < LEAST_COUNT || !(before.mean > 0)) return [];
    const change = now.mean / before.mean - 1;
    const pValue = twoSidedP(before, now);
    if ((way === "falls" ? -change : change) < LEAST_CHANGE || pValue > MOST_P) return [];
    const period = (until: number, count: number) => ({ from: dayText(until - WINDOW + 1), to: dayText(until), count });
    return [
      {
        kind,
        play,
        unit,
        before: before.mean,
        now: now.mean,
        change,
        beforePeriod: period(end - apart - back, before.count),
        nowPeriod: period(end - back, now.count),
        pValue,
      },
    ];
  };
}

async function forecastMissed(db: Db): Promise<ValueAlert | null> {
  const model = await latestModel(db);
  const last = model && (await modelDetail(db, model.version)).backtest.at(-1);
  if (!last || !(last.predictedRevenue > 0)) return null;
  const change = last.actualRevenue / last.predictedRevenue - 1;
  if (change > -MISSED_BY) return null;
  const period = { from: last.from, to: last.to, count: last.customers };
  return {
    kind: "forecast_missed",
    play: "read_backtest",
    unit: "money",
    before: last.predictedRevenue,
    now: last.actualRevenue,
    change,
    beforePeriod: period,
    nowPeriod: period,
    pValue: null,
  };
}

interface WindowRow {
  until: number;
  orders: number;
  aov: number;
  aov_variance: number;
  refunded_orders: number;
  won: number;
  returned: number;
  worth: number;
  worth_variance: number;
}

const WINDOWS = `
  with dated as materialized (
    select customer_id, revenue, refunded, revenue - refunded - cost - fees as profit, day - date '1970-01-01' as day,
      min(day) over (partition by customer_id) - date '1970-01-01' as first_day
    from order_values where shop_id = $1
  ), ends as (select unnest($2::int[]) as until), sold as (
    select until, count(*) as orders, avg(revenue) as aov, var_samp(revenue) as aov_variance, count(*) filter (where refunded > 0) as refunded_orders
    from ends join dated on day > until - $3::int and day <= until group by until
  ), won as (
    select until, customer_id, sum(profit) filter (where day < first_day + $3::int) as worth,
      coalesce(bool_or(day > first_day and day < first_day + $3::int), false) as returned
    from ends join dated on customer_id is not null and first_day > until - 2 * $3::int and first_day <= until - $3::int
    group by until, customer_id
  ), customers as (
    select until, count(*) as won, count(*) filter (where returned) as returned, avg(worth) as worth, var_samp(worth) as worth_variance from won group by until
  )
  select until, coalesce(orders, 0)::int as orders, coalesce(aov, 0)::float8 as aov, coalesce(aov_variance, 0)::float8 as aov_variance,
    coalesce(refunded_orders, 0)::int as refunded_orders, coalesce(won, 0)::int as won, coalesce(returned, 0)::int as returned,
    coalesce(worth, 0)::float8 as worth, coalesce(worth_variance, 0)::float8 as worth_variance
  from ends left join sold using (until) left join customers using (until)`;
