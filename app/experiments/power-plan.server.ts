import { type Db, inShop } from "../database/pool.server.ts";
import { countedOrders } from "../value/counted-orders.sql.ts";
import { holdoutBpOf } from "./experiment-rows.server.ts";
import type { Look } from "./look.ts";
import { meanAndVariance } from "./metric-summary.ts";
import { type PowerBasis, type PowerReport, powerReport } from "./power-report.ts";
import { BURN_IN } from "./verdict.ts";

const FEWEST_ORDERS = 30;
const FEWEST_VISITORS = 200;
const FEWEST_BUYERS = 10;
/** Until the shop has watched enough visitors: of visitors with a cart about three in ten buy, of all about three in a hundred. */
const ASSUMED = { cart: 0.3, anywhere: 0.03 };

/**
 * How many visitors an offer's holdout (null: the global one) needs to see lifts of 5, 10 and 20 %, and how many days; null: too few orders
 * to tell. `share`: what the holdout holds out, 0.1; without it what the shop's settings say. `arms` and `plannedUnits` are the experiment's.
 */
export function powerPlan(
  shopId: number,
  offerId: number | null,
  { share = null, now = new Date(), ...own }: { share?: number | null; arms?: number; plannedUnits?: number | null; now?: Date } = {},
): Promise<PowerReport | null> {
  return inShop(shopId, async (db) => {
    const basis = await readPower(db, offerId, now);
    const ofSettings = (await holdoutBpOf(db, offerId === null ? "global_holdout" : "offer_holdout")) ?? 0;
    return basis && powerReport(basis, { ...own, share: share ?? ofSettings / 10_000 });
  });
}

export async function readPower(db: Db, offerId: number | null, now: Date): Promise<PowerBasis | null> {
  const traffic = await readTraffic(db, { offerId, placements: null }, now);
  const perDay = traffic.lately > 0 ? traffic.lately / traffic.days : null;
  const watched = await fromVisitors(db, offerId);
  if (watched) return { ...watched, perDay };
  const orders = await db.row<{ orders: number; mean: number | null; variance: number | null }>(
    `with profit as (select (revenue - refunded - cost - fees)::float8 as profit from (${countedOrders("and o.processed_at > $2::timestamptz - interval '1 year' and o.processed_at <= $2")}) o
     ), cap as (select percentile_disc(0.99) within group (order by profit) as most from profit)
     select count(*)::int as orders, avg(least(profit, most)) as mean, var_samp(least(profit, most)) as variance from profit cross join cap`,
    [db.shopId, now],
  );
  if (!orders || orders.orders < FEWEST_ORDERS || !((orders.mean ?? 0) > 0)) return null;
  const conversion = await conversionOf(db, { offerId, traffic }, now);
  const { value } = conversion;
  const [mean, variance] = [orders.mean as number, orders.variance as number];
  return {
    from: "orders",
    // a visitor buys or not, and then once
    mean: value * mean,
    variance: value * (variance + mean * mean) - (value * mean) ** 2,
    conversion,
    perDay,
  };
}

/** The share who buy of those the question is about; of the shop's visitors at the same places while those are too few. */
async function conversionOf(
  db: Db,
  { offerId, traffic }: { offerId: number | null; traffic: Traffic },
  now: Date,
): Promise<PowerBasis["conversion"]> {
  if (isEnough(traffic)) return { value: traffic.buyers / traffic.visitors, source: "own" };
  if (offerId === null) return { value: ASSUMED.anywhere, source: "assumed" };
  const offer = await db.row<{ placements: string[] }>("select placements from offers where shop_id = $1 and id = $2", [
    db.shopId,
    offerId,
  ]);
  const placements = offer?.placements ?? [];
  const alike = await readTraffic(db, { offerId: null, placements }, now);
  if (isEnough(alike)) return { value: alike.buyers / alike.visitors, source: "store" };
  return { value: ASSUMED[placements.join() === "cart" ? "cart" : "anywhere"], source: "assumed" };
}

function isEnough({ visitors, buyers }: Traffic): boolean {
  return visitors >= FEWEST_VISITORS && buyers >= FEWEST_BUYERS;
}

/** What the latest holdout that has seen enough buyers saw: those it held out where they are enough, else everyone in it. */
async function fromVisitors(db: Db, offerId: number | null): Promise<Omit<PowerBasis, "perDay"> | null> {
  const rows = await db.rows<{ arms: Look["arms"] }>(
    `select distinct on (e.id) l.result->'arms' as arms from experiments e join experiment_looks l on l.shop_id = e.shop_id and l.experiment_id = e.id
     where e.shop_id = $1 and e.kind = $2 and e.offer_id is not distinct from $3 order by e.id desc, l.day desc`,
    [db.shopId, offerId === null ? "global_holdout" : "offer_holdout", offerId],
  );
  const bought = (arms: Look["arms"]) => arms.reduce((sum, arm) => sum + arm.conversions, 0);
  const arms = rows.find((row) => bought(row.arms) >= BURN_IN)?.arms;
  if (!arms) return null;
  const from = (arms[0]?.conversions ?? 0) >= BURN_IN ? arms.slice(0, 1) : arms;
  const conversions = bought(from);
  const units = from.reduce((sum, arm) => sum + arm.metric.n, 0);
  const moments = from.map((arm) => meanAndVariance(arm.metric));
  const mean = moments.reduce((sum, arm) => sum + arm.mean * arm.n, 0) / units;
  const variance = moments.reduce((sum, arm) => sum + arm.variance * arm.n, 0) / units;
  const value = conversions / from.reduce((sum, arm) => sum + arm.units, 0);
  return mean > 0 && variance > 0 ? { from: "visitors", mean, variance, conversion: { value, source: "own" } } : null;
}

interface Traffic {
  /** eligible visitors of the last four weeks, and those of them who bought */
  visitors: number;
  buyers: number;
  /** those of the last two weeks, and the days of it since the first was seen */
  lately: number;
  days: number;
}

interface Where {
  /** null: any */
  readonly offerId: number | null;
  readonly placements: readonly string[] | null;
}

/** Visitors whose place for the offer was in view, whether it was shown to them or not: the units of an experiment. */
async function readTraffic(db: Db, { offerId, placements }: Where, now: Date): Promise<Traffic> {
  const row = await db.row<Traffic>(
    `with eligible as (
       select visitor, min(created_at) as first, max(created_at) as last from decisions
       where shop_id = $1 and offer_id is not null and ($2::int is null or offer_id = $2) and ($4::text[] is null or placement = any($4))
         and tracked and created_at > $3::timestamptz - interval '28 days' and created_at <= $3
         and exists (select from decision_events e where e.shop_id = $1 and e.decision_id = decisions.id and e.kind = 'impression')
       group by visitor
     )
     select count(*)::int as visitors,
       count(*) filter (where exists (select from orders o where o.shop_id = $1 and o.visitor = eligible.visitor and o.processed_at >= eligible.first and not o.test and o.cancelled_at is null))::int as buyers,
       count(*) filter (where last > $3::timestamptz - interval '14 days')::int as lately,
       greatest(1, least(14, extract(epoch from $3::timestamptz - min(first)) / 86400))::float8 as days
     from eligible`,
    [db.shopId, offerId, now, placements],
  );
  return row ?? { visitors: 0, buyers: 0, lately: 0, days: 1 };
}
