import { inShop } from "../database/pool.server.ts";
import type { Amounts } from "./amounts.ts";
import { observe } from "./fit/observation.server.ts";
import { byBase, perOne } from "./in-every-base.ts";
import { returningMore } from "./returning-more.ts";
import type { WhatIf } from "./what-if.ts";

/** Customers younger than this have hardly had the time to return. */
const SETTLED_DAYS = 90;

interface WhatIfOptions {
  /** how many more customers of 100 return; 1 when not given */
  readonly points?: number;
  readonly now?: Date;
}

/**
 * What it would bring if more customers returned, from what those who ordered on a later day brought from then on: an account of the past,
 * which holds as far as the additional ones are like them. Null without a customer old enough.
 */
export async function whatIf(shopId: number, { points = 1, now = new Date() }: WhatIfOptions = {}): Promise<WhatIf | null> {
  const moved = Number.isFinite(points) ? Math.min(Math.max(points, -100), 100) : 1;
  return inShop(shopId, async (db) => {
    const observation = await observe(db, now);
    if (!observation) return null;
    const row = (await db.row<Row>(SETTLED, [shopId, observation.asOf, SETTLED_DAYS])) as Row;
    if (row.customers === 0) return null;
    const later: Amounts = { profit: row.later_profit, net: row.later_net, gross: row.later_gross };
    const all: Amounts = { profit: row.all_profit, net: row.all_net, gross: row.all_gross };
    const year: Amounts = { profit: row.year_profit, net: row.year_net, gross: row.year_gross };
    const laterPerReturned = perOne(later, row.returned);
    const { returning, extra } = returningMore({ customers: row.customers, returned: row.returned, laterPerReturned }, moved);
    const onePercent = byBase((base) => year[base] / 100);
    return {
      currency: row.currency,
      customers: row.customers,
      returned: row.returned,
      returnRate: row.returned / row.customers,
      laterPerReturned,
      points: moved,
      extraReturning: returning,
      extra,
      extraShare: byBase((base) => (all[base] > 0 ? extra[base] / all[base] : null)),
      // Each is a factor of the same product, so one percent of any is one percent of it; profit takes the same margin.
      onePercent: { customers: onePercent, apf: onePercent, aov: onePercent },
    };
  });
}

interface Row {
  currency: string;
  customers: number;
  returned: number;
  later_gross: number;
  later_net: number;
  later_profit: number;
  all_gross: number;
  all_net: number;
  all_profit: number;
  year_gross: number;
  year_net: number;
  year_profit: number;
}

const SETTLED = `
  with placed as (
    select customer_id, revenue as gross, revenue - refunded as net, revenue - refunded - cost - fees as profit,
      day > min(day) over (partition by customer_id) as again,
      min(day) over (partition by customer_id) <= date '1970-01-01' + $2::int - $3::int as settled,
      day > date '1970-01-01' + $2::int - 365 and day <= date '1970-01-01' + $2::int as late
    from order_values where shop_id = $1 and customer_id is not null
  )
  select (select currency from shops where id = $1) as currency, count(distinct customer_id) filter (where settled)::int as customers,
    count(distinct customer_id) filter (where settled and again)::int as returned,
    coalesce(sum(gross) filter (where settled and again), 0)::float8 as later_gross,
    coalesce(sum(net) filter (where settled and again), 0)::float8 as later_net,
    coalesce(sum(profit) filter (where settled and again), 0)::float8 as later_profit,
    coalesce(sum(gross) filter (where settled), 0)::float8 as all_gross, coalesce(sum(net) filter (where settled), 0)::float8 as all_net,
    coalesce(sum(profit) filter (where settled), 0)::float8 as all_profit, coalesce(sum(gross) filter (where late), 0)::float8 as year_gross,
    coalesce(sum(net) filter (where late), 0)::float8 as year_net, coalesce(sum(profit) filter (where late), 0)::float8 as year_profit
  from placed`;
